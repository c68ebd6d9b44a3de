import { jest } from '@jest/globals';
import type { SealedEvent } from './identified.js';
import { InMemoryKeyTable } from './in-memory-key-table.js';
import { createKeyVault } from './key-vault.js';
import { mentionKey, sealPlain, sealWith } from './payload-seal.js';

const MASTER = Buffer.alloc(32, 7);
const CASE = 'case-29189846-f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a11';
const OTHER = 'case-29189846-f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a12';
const MENTION = 'mention-29189846-1b4e28ba-2fa1-81d2-883f-0016d3cca427';

function openTrial() {
  const table = new InMemoryKeyTable();
  return { table, vault: createKeyVault(MASTER, table), another: () => createKeyVault(MASTER, table) };
}

async function keyOf(vault: ReturnType<typeof createKeyVault>, stream: string): Promise<Buffer> {
  const key = (await vault.ensureKeys([{ stream }])).get(stream)?.key;
  if (!key) throw new Error('no key');
  return key;
}

let position = 0;
function stored(
  stream: string,
  data: Buffer,
  more: object = {},
  eventId = '6ba7b811-9dad-41d1-80b4-00c04fd430c8',
): SealedEvent {
  const metadata = {
    authority: '29189846',
    source: 'urn:s',
    id: 'i',
    objectId: stream.slice(-36),
    time: 't',
    effectiveFrom: 't',
    ...more,
  };
  return {
    eventId,
    type: 'case.registered',
    stream,
    position: ++position,
    recordedAt: 'r',
    metadata: JSON.stringify(metadata),
    data,
  };
}
const EVENT = '6ba7b811-9dad-41d1-80b4-00c04fd430c8';

describe('keys', () => {
  it('are made once for a stream and are the same in every process', async () => {
    const trial = openTrial();
    const key = await keyOf(trial.vault, CASE);
    expect(key).toHaveLength(32);
    expect(await keyOf(trial.vault, CASE)).toEqual(key);
    expect((await trial.another().keysFor([CASE])).get(CASE)).toEqual(key);
    expect(await keyOf(trial.vault, OTHER)).not.toEqual(key);
  });

  it('lie wrapped: not under another master key, and not under another stream', async () => {
    const trial = openTrial();
    const key = await keyOf(trial.vault, CASE);
    const [row] = await trial.table.read([CASE]);
    expect(row?.wrapped?.includes(key)).toBe(false);
    const wrong = createKeyVault(Buffer.alloc(32, 8), trial.table);
    await expect(wrong.keysFor([CASE])).rejects.toMatchObject({ code: 'WRONG_MASTER_KEY' });
    await trial.table.write([{ stream: OTHER, wrapped: row?.wrapped ?? null, claim: null }]);
    await expect(trial.vault.keysFor([OTHER])).rejects.toMatchObject({ code: 'WRONG_MASTER_KEY' });
  });

  it('are read with one statement for all that are not warm', async () => {
    const trial = openTrial();
    await trial.vault.ensureKeys([{ stream: CASE }, { stream: OTHER }]);
    const cold = trial.another();
    const read = jest.spyOn(trial.table, 'read');
    await cold.keysFor([CASE, OTHER, MENTION]);
    await cold.keysFor([CASE, OTHER]);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('once destroyed never come back', async () => {
    const trial = openTrial();
    await keyOf(trial.vault, CASE);
    await trial.vault.destroy([CASE, OTHER]);
    for (const vault of [trial.vault, trial.another()]) {
      expect([...(await vault.keysFor([CASE, OTHER])).values()]).toEqual([null, null]);
      expect((await vault.ensureKeys([{ stream: CASE }])).get(CASE)).toMatchObject({ key: null, destroyed: true });
    }
  });

  it('destroyed elsewhere are forgotten here when their time is up', async () => {
    const trial = openTrial();
    const short = createKeyVault(MASTER, trial.table, { keyLifetimeMs: 1 });
    await keyOf(short, CASE);
    await trial.vault.destroy([CASE]);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await short.keysFor([CASE])).get(CASE)).toBeNull();
  });
});

describe('opening a page', () => {
  it('gives each event in order, with its metadata read and nulls put back', async () => {
    const { vault } = openTrial();
    const key = await keyOf(vault, CASE);
    const opened = await vault.open([
      stored(CASE, sealWith(key, EVENT, '{"a":1}'), { sequence: '7', silent: true }),
      stored('source-29189846-f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a11', sealPlain('{"b":2}')),
    ]);
    expect(opened).toMatchObject([
      {
        data: { a: 1 },
        erased: false,
        sequence: '7',
        silent: true,
        effectiveTo: null,
        nodeId: null,
        authority: '29189846',
      },
      { data: { b: 2 }, erased: false, sequence: null, silent: false },
    ]);
  });

  it('gives an erased event where the key is destroyed: its envelope, no data', async () => {
    const { vault } = openTrial();
    const key = await keyOf(vault, CASE);
    await vault.destroy([CASE]);
    expect(await vault.open([stored(CASE, sealWith(key, EVENT, '{}'))])).toMatchObject([
      { erased: true, data: null, id: 'i', name: 'case.registered' },
    ]);
  });

  it.each([CASE, MENTION])('erases a mention when the key of %s is destroyed', async (gone) => {
    const { vault } = openTrial();
    const sealed = sealWith(
      mentionKey(await keyOf(vault, MENTION), await keyOf(vault, CASE)),
      EVENT,
      '{"name":"K"}',
      2,
    );
    const mention = stored(MENTION, sealed, { viaStream: CASE });
    expect(await vault.open([mention])).toMatchObject([
      { erased: false, data: { name: 'K' }, nodeId: MENTION.slice(-36) },
    ]);
    await vault.destroy([gone]);
    expect(await vault.open([mention])).toMatchObject([{ erased: true, data: null }]);
  });

  it('refuses a payload without a key, of an unknown layout, or of another event', async () => {
    const { vault } = openTrial();
    const key = await keyOf(vault, CASE);
    await expect(vault.open([stored(OTHER, sealWith(key, EVENT, '{}'))])).rejects.toMatchObject({
      code: 'KEY_MISSING',
    });
    await expect(vault.open([stored(CASE, Buffer.from([9]))])).rejects.toMatchObject({ code: 'UNKNOWN_SCHEME' });
    await expect(vault.open([stored(CASE, sealWith(key, 'other', '{}'))])).rejects.toMatchObject({
      code: 'NOT_ITS_SEAL',
    });
  });

  it('asks for the keys of a page in one statement', async () => {
    const trial = openTrial();
    const key = await keyOf(trial.vault, CASE);
    const read = jest.spyOn(trial.table, 'read');
    const page = Array.from({ length: 1_000 }, () => stored(CASE, sealWith(key, EVENT, '{}')));
    expect(await trial.another().open(page)).toHaveLength(1_000);
    expect(read).toHaveBeenCalledTimes(1);
    expect(await trial.another().open([])).toEqual([]);
  });
});

describe('the master key', () => {
  it('must be 32 bytes', () => {
    expect(() => createKeyVault(Buffer.alloc(16), new InMemoryKeyTable())).toThrow(
      expect.objectContaining({ code: 'BAD_MASTER_KEY' }),
    );
  });
});
