import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * A text that stays the same for the life of a process and differs for a later one with the same id: process ids are
 * used again, after a restart of a container nearly always. Undefined where there is no such process.
 */
export function processStart(pid: number): string | undefined {
  if (!isAlive(pid)) return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the command in brackets and may hold blanks: count from the last bracket (field 22 is the start).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return undefined;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return `${boot}/${fields[19] ?? ''}`;
  } catch {
    return ps(pid, 'lstart=');
  }
}

/** Whether this process is a PostgreSQL server on this folder. Never true for a stranger that was given an old id. */
export function isServerOf(pid: number, clusterFolder: string): boolean {
  if (processStart(pid) === undefined) return false;
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0')[0] ?? '';
    return /postgres$/.test(command) && readlinkSync(`/proc/${pid}/cwd`) === realpathSync(clusterFolder);
  } catch {
    const command = ps(pid, 'command=') ?? '';
    return command.includes('postgres') && command.includes(clusterFolder);
  }
}

/** Waits until the process is gone; false when it is still there after `milliseconds`. */
export async function waitForEnd(pid: number, milliseconds: number): Promise<boolean> {
  const until = Date.now() + milliseconds;
  while (processStart(pid) !== undefined) {
    if (Date.now() > until) return false;
    await sleep(20);
  }
  return true;
}

function ps(pid: number, column: string): string | undefined {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}
