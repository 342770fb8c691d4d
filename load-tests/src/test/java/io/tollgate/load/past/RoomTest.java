package io.tollgate.load.past;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoomTest {

  @Test
  void takesWhatFitsBesideWhatIsKeptFree() {
    var room = new Room(Room.KEPT_FREE + 1_000 * Room.BYTES_PER_PAYMENT);

    assertThat(room.most(0, 500)).isEqualTo(500);
    assertThat(room.most(0, 5_000)).isEqualTo(1_000);
    assertThat(room.most(3_000, 5_000)).isEqualTo(4_000);
  }

  @Test
  void takesNothingMoreOnAFullDisk() {
    assertThat(new Room(0).most(7, 5_000)).isEqualTo(7);
  }
}
