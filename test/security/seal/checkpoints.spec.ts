import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOG_NAMES, parseVerifierKeys, SealKey, verifierKeyText } from '#seal';
import { openSealedStore, type SealedStore } from './sealed-store.js';

/* The checkpoints themselves: those in the folder, those in the database, and those that somebody kept elsewhere. */

let house: SealedStore;
let file: string;
let publicKey: string;
let kept: string;

beforeAll(async () => {
  house = await openSealedStore();
  ({ checkpointFile: file, publicKeyFile: publicKey } = house.sealer);
  kept = join(house.folder, 'kept-elsewhere');
  for (const portion of [3, 40, 300]) {
    for (const log of LOG_NAMES) await house.fill(log, portion);
    await house.sealer.sealAll();
  }
  copyFileSync(file, kept);
  for (const log of LOG_NAMES) await sql(`alter table overblik.${log} disable trigger all`);
}, 60_000);
afterAll(() => house.close());

const sql = (text: string): Promise<unknown> => house.stores.pool.query(text);
const faults = async (more: Parameters<SealedStore['verify']>[0] = {}): Promise<string[]> =>
  Object.values(await house.verify(more)).flatMap(({ fault, log }) =>
    fault === null ? [] : [`${log}: ${fault.what}`],
  );

async function withFile(path: string, content: string | Buffer, check: () => Promise<void>): Promise<void> {
  const was = readFileSync(path);
  writeFileSync(path, content);
  try {
    await check();
  } finally {
    writeFileSync(path, was);
  }
}

describe('the file of checkpoints', () => {
  it('holds each of the database, one note after the other', async () => {
    expect(await faults()).toEqual([]);
    expect(readFileSync(file, 'utf8').match(/^\u2014 /gmu)).toHaveLength(6);
  });

  it('is at fault with any byte changed', async () => {
    const bytes = readFileSync(file);
    for (let at = 0; at < bytes.length; at += 11) {
      const bent = Buffer.from(bytes);
      bent[at] = (bent[at] ?? 0) ^ 1;
      await withFile(file, bent, async () => {
        expect([at, (await faults()).length]).toEqual([at, expect.any(Number)]);
        expect(await faults()).not.toEqual([]);
      });
    }
  }, 120_000);

  it('is at fault without one of its notes, wherever it stood', async () => {
    const notes = readFileSync(file, 'utf8').split(/(?<=\n\n)(?=overblik)/);
    expect(notes).toHaveLength(6);
    for (const left of notes) {
      await withFile(file, notes.filter((note) => note !== left).join(''), async () => {
        expect(await faults()).toEqual([expect.stringContaining('lacks a checkpoint')]);
        expect(await faults({ isFileComplete: false })).toEqual([]);
      });
    }
  }, 60_000);

  it('may end in the middle of a note that the database does not have: its writer was killed', async () => {
    const whole = readFileSync(file, 'utf8');
    for (const length of [1, 30, 120, 150, 200]) {
      await withFile(file, whole + whole.slice(0, length), async () => expect(await faults()).toEqual([]));
    }
  });

  it('may be away: then the database is believed, and says so', async () => {
    rmSync(file);
    try {
      expect((await faults()).every((what) => what.includes('lacks a checkpoint'))).toBe(true);
      expect(await faults({ isFileComplete: false })).toEqual([]);
    } finally {
      copyFileSync(kept, file);
    }
  });
});

describe('the checkpoints of the database', () => {
  it('are at fault when changed, and not needed where the file has them', async () => {
    await sql(`create table public.kept_note as select * from overblik.seal_checkpoint`);
    await sql(
      `update overblik.seal_checkpoint set note = replace(note, chr(10) || '43' || chr(10), chr(10) || '44' || chr(10)) where log = 'events' and size = 43`,
    );
    expect(await faults()).not.toEqual([]);
    await sql('delete from overblik.seal_checkpoint');
    expect(await faults()).toEqual([]);
    await sql('insert into overblik.seal_checkpoint select * from public.kept_note');
  });
});

describe('the public key', () => {
  it('of another believes nothing', async () => {
    const others = parseVerifierKeys(readFileSync(publicKey, 'utf8')).map(({ name }) =>
      verifierKeyText(new SealKey(randomBytes(32)).verifier(name)),
    );
    await withFile(publicKey, `${others.join('\n')}\n`, async () => {
      expect(await faults()).toEqual([
        expect.stringContaining('events: a checkpoint is not signed by a key of this log'),
        expect.stringContaining('access_log: a checkpoint is not signed by a key of this log'),
      ]);
    });
  });

  it('with a bit changed is none', async () => {
    const text = readFileSync(publicKey, 'utf8');
    const key = text.lastIndexOf('+') + 9;
    const bent = text.slice(0, key) + (text[key] === 'A' ? 'B' : 'A') + text.slice(key + 1);
    await withFile(publicKey, bent, () => expect(faults()).rejects.toThrow('is not an Ed25519 verifier key'));
  });

  it('that is away believes nothing', async () => {
    const text = readFileSync(publicKey);
    rmSync(publicKey);
    expect(await faults()).toHaveLength(2);
    writeFileSync(publicKey, text);
  });
});

describe('a checkpoint that was kept elsewhere', () => {
  it('holds against the log that it was made of', async () => {
    expect(await faults({ checkpointFile: kept })).toEqual([]);
  });

  it('finds a tail that was cut together with all that the installation knew of it', async () => {
    await sql(
      'begin; delete from overblik.events where position > 43; delete from overblik.seal_checkpoint where size > 43;',
    );
    await sql(
      `update overblik.log_position set position = 43 where log = 'events'; delete from overblik.seal_tile; commit;`,
    );
    await sql(`delete from overblik.seal_state`);
    const notes = readFileSync(file, 'utf8').split(/(?<=\n\n)(?=overblik)/);
    await withFile(file, notes.filter((note) => !/\n343\n/.test(note)).join(''), async () => {
      expect(await faults()).toEqual([]);
      const { events } = await house.verify({ checkpointFile: kept });
      expect(events.fault).toMatchObject({ position: 44, what: expect.stringContaining('ends before') as string });
    });
  });

  it('finds a history that was written anew and sealed again', async () => {
    await sql(`update overblik.events set data = '\\x00' where position = 20`);
    await sql('delete from overblik.seal_checkpoint');
    rmSync(file);
    await house.sealer.sealAll();
    expect(await faults()).toEqual([]);
    const { events } = await house.verify({ checkpointFile: kept });
    expect(events.fault).toMatchObject({
      position: 4,
      upTo: 43,
      what: expect.stringContaining('written anew') as string,
    });
    expect(existsSync(file)).toBe(true);
  });

  it('must be one', async () => {
    await expect(house.verify({ checkpointFile: publicKey })).rejects.toThrow('is not a file of checkpoints');
  });
});
