import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { RuntimeFault } from '../errors.js';

/** The unprivileged user that PostgreSQL runs as where we are root; undefined where it runs as we do. */
export interface ServerUser {
  uid: number;
  gid: number;
}

/**
 * PostgreSQL refuses to run as root. As root we take the owner of the cluster if there is one already, else `nobody`
 * (initdb insists on a user that the system knows by name).
 */
export function serverUser(clusterFolder: string): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (existsSync(clusterFolder)) {
    const { uid, gid } = statSync(clusterFolder);
    if (uid !== 0) return { uid, gid };
  }
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const chosen = users.find((user) => user[0] === 'nobody') ?? users.find((user) => Number(user[2]) > 0);
  if (chosen === undefined) {
    throw new RuntimeFault('embedded-postgres', 'PostgreSQL cannot run as root and /etc/passwd has no other user');
  }
  return { uid: Number(chosen[2]), gid: Number(chosen[3]) };
}

/** Whether the user can enter this folder: each folder on the way must let him through. Folders not yet made count as open. */
export function isOpenTo(user: ServerUser | undefined, folder: string): boolean {
  if (user === undefined) return true;
  for (let step = resolve(folder); ; step = dirname(step)) {
    if (existsSync(step)) {
      const { mode, uid, gid } = statSync(step);
      const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
      if ((mode & bit) === 0) return false;
    }
    if (step === dirname(step)) return true;
  }
}
