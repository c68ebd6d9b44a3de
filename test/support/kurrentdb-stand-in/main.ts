/**
 * The stand-in as a process of its own, for tests with several: `node main.js [--port <port>] [--file <path>]`. Says its
 * port as one line when it takes calls. Killed, it has lost its log unless it has a file.
 */
import { parseArgs } from 'node:util';
import { KurrentDbStandIn } from './kurrentdb-stand-in.js';

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' }, file: { type: 'string' } } });
const { port, file } = values;
const standIn = await KurrentDbStandIn.start({ port: Number(port), ...(file === undefined ? {} : { file }) });
console.log(standIn.port);
// It does not outlive the test that started it, however that one ended.
process.once('disconnect', () => process.exit());
