import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDataFolder, ownerOf } from './data-folder-lock.js';
import { processStart } from './processes.js';

describe('the lock of a data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'overblik-lock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is held until it is released', () => {
    const lock = lockDataFolder(folder, 'service');
    expect(() => lockDataFolder(folder, 'service')).toThrow(`process id ${process.pid}`);
    lock.announce('postgres://here');
    expect(ownerOf(folder)).toMatchObject({ pid: process.pid, kind: 'service', url: 'postgres://here' });
    lock.release();
    expect(ownerOf(folder)).toBeUndefined();
    lockDataFolder(folder, 'service').release();
    expect(existsSync(join(folder, 'lock'))).toBe(false);
  });

  it('is taken over from a process that is gone', async () => {
    const child = spawn('sleep', ['60']);
    const owner = { pid: child.pid, start: processStart(child.pid ?? 0), kind: 'service' };
    writeFileSync(join(folder, 'lock'), JSON.stringify(owner));
    expect(() => lockDataFolder(folder, 'service')).toThrow('in use');
    child.kill('SIGKILL');
    await once(child, 'exit');
    lockDataFolder(folder, 'service').release();
  });

  it('is taken over where its process id belongs to another process by now', () => {
    writeFileSync(
      join(folder, 'lock'),
      JSON.stringify({ pid: process.pid, start: 'an earlier boot/1', kind: 'service' }),
    );
    lockDataFolder(folder, 'service').release();
  });

  it('is taken over where it cannot be read', () => {
    writeFileSync(join(folder, 'lock'), '{"pid":');
    lockDataFolder(folder, 'service').release();
  });
});
