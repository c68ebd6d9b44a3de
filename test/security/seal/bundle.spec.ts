import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseVerifierKeys, SealKey, verifierKeyText, verifyBundle, writeBundle, type ExportedEvent } from '#seal';
import { sealPlain, sealWith } from '#personal-data';
import { openSealedStore, type SealedStore } from './sealed-store.js';

/* A bundle proves itself with the public key alone; whoever changes anything in it is found out. */

let house: SealedStore;
let folder: string;
let bundle: string;
let publicKey: string;
const key = randomBytes(32);

beforeAll(async () => {
  house = await openSealedStore();
  folder = mkdtempSync(join(tmpdir(), 'overblik-bundle-'));
  [bundle, publicKey] = [join(folder, 'bundle'), house.sealer.publicKeyFile];
  await house.fill('events', 300);
  const ids = ['0a', '0b', '0c'].map((end) => `00000000-0000-4000-8000-0000000000${end}`);
  const [open = '', sealed = '', lost = ''] = ids;
  const data = [sealPlain('{"a":1}'), sealWith(key, sealed, '{"name":"Å"}'), sealWith(randomBytes(32), lost, '{}')];
  const events = ids.map((eventId, n) => ({ eventId, type: 'case.x', metadata: '{}', data: data[n] ?? Buffer.of() }));
  await house.stores.eventStore.append({ stream: 'case-of-the-bundle', expectedRevision: 'any', events });
  await house.fill('events', 300);
  await house.sealer.sealAll();
  const stored = await house.stores.eventStore.readStream('case-of-the-bundle');
  const erased = { at: '2026-01-01T00:00:00.000000Z', basis: 'Arkivloven', by: 'operator' };
  const exported: ExportedEvent[] = stored.map((event) => ({
    event,
    key: event.eventId === sealed ? key : null,
    erased: event.eventId === open || event.eventId === sealed ? null : erased,
  }));
  const files = new Map([
    ['index.html', '<!doctype html>'],
    ['view-now.json', '{}'],
  ]);
  const about = { subject: 'case/x', authority: '29189846', exportedAt: '2026-01-01T00:00:00.000000Z' };
  const tools = await house.sealer.tools();
  if (tools === null) throw new Error('the sealer has no key');
  await writeBundle(bundle, { ...about, events: exported, files }, tools);
}, 60_000);
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

const faultOf = (where = bundle): string | null => verifyBundle(where, publicKey).fault;

/** The bundle with a change to it, verified. */
function faultWith(change: (copy: string) => void): string | null {
  const copy = mkdtempSync(join(folder, 'copy-'));
  cpSync(bundle, copy, { recursive: true });
  change(copy);
  const fault = faultOf(copy);
  rmSync(copy, { recursive: true });
  return fault;
}

describe('a bundle', () => {
  it('verifies as it was written', () => {
    expect(verifyBundle(bundle, publicKey)).toEqual({ subject: 'case/x', events: 3, fault: null });
    expect(readdirSync(bundle).sort()).toEqual([
      'checkpoint',
      'events.ndjson',
      'index.html',
      'manifest.json',
      'proofs.ndjson',
      'view-now.json',
    ]);
  });

  it.each(['checkpoint', 'events.ndjson', 'index.html', 'proofs.ndjson', 'view-now.json', 'manifest.json'])(
    'fails with any byte of %s changed, put in or taken out, or without it',
    (name) => {
      const bytes = readFileSync(join(bundle, name));
      const step = Math.max(1, Math.floor(bytes.length / 60));
      for (let at = 0; at < bytes.length; at += step) {
        const flipped = Buffer.from(bytes);
        flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
        const longer = Buffer.concat([bytes.subarray(0, at), Buffer.from(' '), bytes.subarray(at)]);
        const shorter = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
        for (const bent of [flipped, longer, shorter]) {
          expect(faultWith((copy) => writeFileSync(join(copy, name), bent))).toContain(name);
        }
      }
      expect(faultWith((copy) => writeFileSync(join(copy, name), Buffer.concat([bytes, Buffer.from('\n')])))).toContain(
        name,
      );
      expect(faultWith((copy) => rmSync(join(copy, name)))).toBe(`${name} is missing`);
      expect(faultWith((copy) => renameSync(join(copy, name), join(copy, 'other')))).not.toBeNull();
    },
    60_000,
  );

  it('fails with a file, a folder or a link added', () => {
    expect(faultWith((copy) => writeFileSync(join(copy, 'more.json'), '{}'))).toBe('more.json was added');
    expect(faultWith((copy) => mkdirSync(join(copy, 'more')))).toBe('more was added');
    expect(faultWith((copy) => symlinkSync('/etc/hosts', join(copy, '.more')))).toBe('.more was added');
    const asLink = faultWith((copy) => {
      renameSync(join(copy, 'index.html'), join(folder, 'page'));
      symlinkSync(join(folder, 'page'), join(copy, 'index.html'));
    });
    expect(asLink).toBe('index.html is not a file');
  });

  it('fails against another key', () => {
    const others = parseVerifierKeys(readFileSync(publicKey, 'utf8')).map(({ name }) =>
      verifierKeyText(new SealKey(randomBytes(32)).verifier(name)),
    );
    const other = join(folder, 'other-key');
    writeFileSync(other, `${others.join('\n')}\n`);
    expect(verifyBundle(bundle, other).fault).toBe('manifest.json is not signed by this public key');
  });
});

describe('a bundle that is signed', () => {
  /** Somebody with the private key signs what was never sealed so. */
  async function forged(bend: (event: ExportedEvent) => ExportedEvent): Promise<string | null> {
    const tools = await house.sealer.tools();
    if (tools === null) throw new Error('the sealer has no key');
    const [, event] = await house.stores.eventStore.readStream('case-of-the-bundle');
    if (event === undefined) throw new Error('the event is not there');
    const about = { subject: 'case/x', authority: '29189846', exportedAt: '2026-01-01T00:00:00.000000Z' };
    const where = mkdtempSync(join(folder, 'forged-'));
    try {
      await writeBundle(where, { ...about, events: [bend({ event, key, erased: null })], files: new Map() }, tools);
      return faultOf(where);
    } catch (error) {
      return String(error);
    }
  }

  it('fails where an event does not open with its key, and is not said to be erased', async () => {
    expect(await forged((event) => event)).toBeNull();
    expect(await forged((event) => ({ ...event, key: null }))).toContain('does not open with its key');
    expect(await forged((event) => ({ ...event, key: randomBytes(32) }))).toContain('does not open with its key');
  });

  it('is not written of an event that is not what was sealed, or not sealed', async () => {
    expect(await forged(({ event, ...rest }) => ({ ...rest, event: { ...event, type: 'case.y' } }))).toContain(
      'not what was sealed',
    );
    expect(await forged(({ event, ...rest }) => ({ ...rest, event: { ...event, position: 9_999 } }))).toContain(
      'not sealed',
    );
  });
});
