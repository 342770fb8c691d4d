package io.tollgate.load.queues;

/**
 * The name that a task goes by in every queue; it tells when the task is due.
 *
 * @param group which part of the contest it belongs to
 * @param number within the group
 * @param dueMillis since the epoch
 */
record TaskName(String group, int number, long dueMillis) {

  static TaskName parse(String text) {
    int dash = text.indexOf('-');
    int bar = text.indexOf('_');
    return new TaskName(
        text.substring(0, dash),
        Integer.parseInt(text.substring(dash + 1, bar)),
        Long.parseLong(text.substring(bar + 1)));
  }

  @Override
  public String toString() {
    return group + '-' + number + '_' + dueMillis;
  }
}
