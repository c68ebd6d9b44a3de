/**
 * Put before a program by `--import`: at each SIGUSR2 it collects what is garbage and says on stdout what is left. (Loaded by
 * Node, not by Jest: plain JavaScript.)
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
let told = 0;
process.on('SIGUSR2', async () => {
  // More than once: what a collection finalises, the next one frees.
  for (let times = 0; times < 3; times += 1) {
    collect();
    await new Promise(setImmediate);
  }
  told += 1;
  process.stdout.write(`heap ${told}: ${process.memoryUsage().heapUsed} bytes\n`);
});
