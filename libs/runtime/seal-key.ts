import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RuntimeFault } from './errors.js';
import { decodeMasterKey } from './master-key.js';
import { writeSecret } from './secret-file.js';

/**
 * Where the private key of the seal is kept: `OVERBLIK_SEAL_KEY`, else `<data folder>/keys/seal.key` (0600). 32 bytes as
 * a master key has them; `make` is for when there is none.
 */
export function sealKeyPlace(configuration: { sealKey: string | undefined; dataDir: string }): {
  find(): Buffer | null;
  make(): Buffer;
} {
  const { sealKey } = configuration;
  const file = join(resolve(configuration.dataDir), 'keys', 'seal.key');
  const find = (): Buffer | null => {
    if (sealKey !== undefined) return decoded(sealKey, 'OVERBLIK_SEAL_KEY');
    return existsSync(file) ? decoded(readFileSync(file, 'utf8'), file) : null;
  };
  return {
    find,
    make(): Buffer {
      if (find() === null) writeSecret(file, `${randomBytes(32).toString('base64')}\n`);
      return decoded(readFileSync(file, 'utf8'), file);
    },
  };
}

function decoded(text: string, where: string): Buffer {
  const key = decodeMasterKey(text);
  if (key === undefined)
    throw new RuntimeFault('seal-key', `${where} does not hold a key of the seal: 32 bytes in base64 or hexadecimal`);
  return key;
}
