// BullMQ as a player of the queues' contest; the words are those of PlayerProgram.
import { Queue, Worker } from 'bullmq';
import { openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';

const options = Object.fromEntries(
  process.argv.slice(2).map((word) => word.replace(/^--/, '').split(/=(.*)/s).slice(0, 2)));
const redis = new URL(options.redis);
const connection = { host: redis.hostname, port: Number(redis.port), maxRetriesPerRequest: null };
const removal = { removeOnComplete: true, removeOnFail: true };
const at = (number) => Number(options[number]);

async function schedule(queue, prefix, count, dueAt) {
  let next = 0;
  let failed = 0;
  const one = async () => {
    while (next < count) {
      const number = next++;
      const due = dueAt(number);
      const delay = Math.max(1, due - Date.now());
      try {
        await queue.add('task', {}, { jobId: `${prefix}-${number}_${due}`, delay, ...removal });
      } catch {
        failed++;
      }
    }
  };
  const start = process.hrtime.bigint();
  await Promise.all(Array.from({ length: at('outstanding') }, one));
  return { failed, millis: Number(process.hrtime.bigint() - start) / 1e6 };
}

async function produce() {
  const warm = new Queue('warm', { connection });
  await schedule(warm, 'warm', at('warm-up'), () => Date.now() + 3_600_000);
  const queue = new Queue('tasks', { connection });
  await queue.waitUntilReady();
  console.log('ready');
  const [words] = await new Promise((resolve) =>
    createInterface({ input: process.stdin }).once('line', (line) => resolve([line.split(' ')])));
  const [prefix, count, first, micros] = words;
  const outcome = await schedule(queue, prefix, Number(count),
    (number) => Number(first) + Math.floor((number * Number(micros)) / 1000));
  console.log(JSON.stringify(outcome));
  process.exit(0);
}

async function work() {
  const log = openSync(options.log, 'a');
  const handling = at('handling');
  const worker = new Worker('tasks', async (job) => {
    writeSync(log, `S ${job.id} ${Date.now()}\n`);
    if (handling > 0) {
      await new Promise((resolve) => setTimeout(resolve, handling));
      writeSync(log, `D ${job.id} ${Date.now()}\n`);
    }
  }, {
    connection,
    concurrency: at('concurrency'),
    lockDuration: at('lease'),
    stalledInterval: at('lease'),
  });
  worker.on('error', () => {});
  await worker.waitUntilReady();
  console.log('ready');
}

await (options.role === 'produce' ? produce() : work());
