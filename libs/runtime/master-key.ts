import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RuntimeFault } from './errors.js';
import { writeSecret } from './secret-file.js';

/** The 32 bytes of a master key in base64 (either alphabet) or hexadecimal; undefined for anything else. */
export function decodeMasterKey(text: string): Buffer | undefined {
  const trimmed = text.trim();
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return Buffer.from(trimmed, 'hex');
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)) return undefined;
  const bytes = Buffer.from(trimmed, 'base64');
  return bytes.length === 32 ? bytes : undefined;
}

/**
 * The key that wraps the keys of personal data: the configured one, else that of `<data folder>/keys/master.key`, which
 * is made once (0600). Whether it is the right one for the data is seen when the stores open.
 */
export function masterKeyFor(configuration: {
  masterKey: string | undefined;
  dataDir: string;
  isProduction: boolean;
}): Buffer {
  if (configuration.masterKey !== undefined) return decoded(configuration.masterKey, 'OVERBLIK_MASTER_KEY');
  if (configuration.isProduction) {
    throw new RuntimeFault('master-key', 'OVERBLIK_MASTER_KEY is required in production');
  }
  const file = join(resolve(configuration.dataDir), 'keys', 'master.key');
  if (!existsSync(file)) writeSecret(file, `${randomBytes(32).toString('base64')}\n`);
  return decoded(readFileSync(file, 'utf8'), file);
}

/** The key that is to follow that of the data folder: made once, so that a change that was cut short goes on with the same. */
export function nextMasterKeyFor({ dataDir }: { dataDir: string }): Buffer {
  const file = nextKeyFile(dataDir);
  if (!existsSync(file)) writeSecret(file, `${randomBytes(32).toString('base64')}\n`);
  return decoded(readFileSync(file, 'utf8'), file);
}

/** Puts the next key in the place of the one before, which is no use any more. */
export function takeNextMasterKey({ dataDir }: { dataDir: string }): void {
  renameSync(nextKeyFile(dataDir), join(resolve(dataDir), 'keys', 'master.key'));
}

/** A key from a file. @throws RuntimeFault */
export function readMasterKey(file: string): Buffer {
  if (!existsSync(file)) throw new RuntimeFault('master-key', `there is no file ${file}`);
  return decoded(readFileSync(file, 'utf8'), file);
}

const nextKeyFile = (dataDir: string): string => join(resolve(dataDir), 'keys', 'master.key.next');

function decoded(text: string, where: string): Buffer {
  const key = decodeMasterKey(text);
  if (key === undefined)
    throw new RuntimeFault('master-key', `${where} does not hold a master key: 32 bytes in base64 or hexadecimal`);
  return key;
}
