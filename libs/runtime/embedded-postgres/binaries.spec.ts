import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canRun, copyBinaries, packagedBinaries } from './binaries.js';
import { isOpenTo, serverUser } from './server-user.js';

describe('the binaries that npm brought', () => {
  const user = serverUser('/nowhere');

  it('run as the user of the server', () => {
    expect(canRun(packagedBinaries(), user)).toBe(true);
  });

  // Any other user runs the server as himself, and nothing of his is closed to him.
  if (user !== undefined) {
    it('are copied where that user cannot read them', () => {
      const folder = mkdtempSync(join(tmpdir(), 'overblik-binaries-'));
      chmodSync(folder, 0o755);
      const packaged = join(folder, 'package');
      mkdirSync(packaged, { mode: 0o700 });
      cpSync(packagedBinaries(), join(packaged, 'native'), { recursive: true, verbatimSymlinks: true });
      writeFileSync(join(packaged, 'package.json'), '{ "version": "18.4.0-test" }');
      expect(isOpenTo(user, packaged)).toBe(false);
      expect(canRun(join(packaged, 'native'), user)).toBe(false);

      const copied = copyBinaries(join(packaged, 'native'), join(folder, 'open'));
      expect(copied).toBe(join(folder, 'open', 'postgresql-18.4.0-test'));
      expect(canRun(copied, user)).toBe(true);
      rmSync(folder, { recursive: true });
    });
  }
});
