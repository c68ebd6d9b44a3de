import { openInMemoryKeyVault, openKeyVault, type KeyVault, type StreamWanted } from '#personal-data';
import { openTestStores, testMasterKey } from '../../support/stores.js';

interface Opened {
  readonly vault: KeyVault;
  /** The vault of another process over the same keys. */
  another(): KeyVault;
  close(): Promise<void>;
}

/** What the vault promises over either table; the one in memory stands in for PostgreSQL in unit specs. */
function keyVaultContract(open: () => Promise<Opened>): void {
  let vault: KeyVault;
  let another: () => KeyVault;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ vault, another, close } = await open());
  });
  afterAll(() => close());

  let next = 0;
  const name = () => `case-29189846-f0a3b0a6-7c0f-4c3e-9f5e-${String(next++).padStart(12, '0')}`;
  const claim = (source: string, last = '1') => ({ source, eventId: `00000000-0000-4000-8000-00000000000${last}` });
  const recordOf = async (stream: string) => (await vault.recordsOf([stream])).get(stream);
  const ensure = async (wanted: StreamWanted) => (await vault.ensureKeys([wanted])).get(wanted.stream);

  it('knows nothing of a stream before it is written', async () => {
    expect(await vault.recordsOf([name()])).toEqual(new Map());
    expect(await vault.keysFor([name()])).toEqual(new Map());
  });

  it('keeps the first key, and gives every stream asked for, new or not', async () => {
    const [one, two] = [name(), name()];
    const first = await ensure({ stream: one });
    const records = await vault.ensureKeys([{ stream: two }, { stream: one }]);
    expect([...records.keys()].sort()).toEqual([one, two].sort());
    expect(records.get(one)?.key).toEqual(first?.key);
    expect(await another().keysFor([one])).toEqual(new Map([[one, first?.key]]));
  });

  it('gives one key to all who ask for a stream at once', async () => {
    const streams = [name(), name(), name()];
    const orders = [streams, [...streams].reverse()];
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, writer) =>
        another().ensureKeys((orders[writer % 2] ?? []).map((stream) => ({ stream }))),
      ),
    );
    for (const stream of streams) {
      expect(new Set(answers.map((records) => records.get(stream)?.key?.toString('hex'))).size).toBe(1);
    }
  });

  it('gives a free object to the first that claims it', async () => {
    const stream = name();
    const before = await ensure({ stream });
    const claimed = await ensure({ stream, claim: claim('a') });
    expect(claimed).toMatchObject({ masterSource: 'a', foundedBy: claim('a').eventId, key: before?.key });
    expect(Math.abs((claimed?.claimedAt ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(await ensure({ stream, claim: claim('b', '2') })).toMatchObject({ masterSource: 'a' });
  });

  it('passes an object on once for each position, and only from its master', async () => {
    const stream = name();
    await ensure({ stream, claim: claim('a') });
    await vault.transferMaster({ stream, from: 'b', to: 'c', position: 4 });
    expect((await recordOf(stream))?.masterSource).toBe('a');
    await vault.transferMaster({ stream, from: 'a', to: 'b', position: 5 });
    await vault.transferMaster({ stream, from: 'b', to: 'a', position: 6 });
    await vault.transferMaster({ stream, from: 'a', to: 'b', position: 5 });
    expect((await recordOf(stream))?.masterSource).toBe('a');
  });

  it('keeps a transfer that comes before the claim', async () => {
    const stream = name();
    await vault.transferMaster({ stream, from: 'a', to: 'b', position: 5 });
    expect(await ensure({ stream, claim: claim('a') })).toMatchObject({ masterSource: 'b', key: expect.any(Buffer) });
  });

  it('releases a claim only while it is the one that lapsed', async () => {
    const stream = name();
    await ensure({ stream, claim: claim('a', '1') });
    expect(await vault.releaseMaster(stream, claim('a', '9').eventId, claim('b', '2'))).toBe(false);
    expect(await vault.releaseMaster(stream, claim('a', '1').eventId, claim('b', '2'))).toBe(true);
    expect(await recordOf(stream)).toMatchObject({ masterSource: 'b', foundedBy: claim('b', '2').eventId });
    expect(await vault.releaseMaster(stream, claim('b', '2').eventId, null)).toBe(true);
    expect(await recordOf(stream)).toMatchObject({ masterSource: null, foundedBy: null, claimedAt: null });
  });

  it('destroys a key for ever, also of a stream that never had one', async () => {
    const [one, two] = [name(), name()];
    await ensure({ stream: one, claim: claim('a') });
    await vault.destroy([one, two]);
    await vault.destroy([one]);
    for (const stream of [one, two]) expect(await ensure({ stream })).toMatchObject({ key: null, destroyed: true });
    expect((await recordOf(one))?.masterSource).toBe('a');
    expect(await another().keysFor([one, two])).toEqual(
      new Map([
        [one, null],
        [two, null],
      ]),
    );
  });

  it('remembers purges that were begun until the key is gone or the mark is cleared', async () => {
    const marks = [name(), name(), name()].map((stream, index) => ({
      stream,
      eventId: claim('', String(index)).eventId,
    }));
    const [first, second, third] = marks;
    if (!first || !second || !third) throw new Error('three');
    await vault.markPurging(marks);
    await vault.markPurging([{ ...first, eventId: third.eventId }]);
    expect(await vault.unfinishedPurges()).toEqual(expect.arrayContaining(marks));
    await vault.destroy([first.stream]);
    await vault.clearPurging([second, { ...third, eventId: first.eventId }]);
    expect(await vault.unfinishedPurges()).toEqual([third]);
    await vault.clearPurging([third]);
  });
}

describe('the vault over PostgreSQL', () => {
  keyVaultContract(async () => {
    const { database, stores, close } = await openTestStores();
    return { vault: stores.vault, another: () => openKeyVault(testMasterKey, database.pool), close };
  });
});

describe('the vault in memory', () => {
  keyVaultContract(() => {
    const vault = openInMemoryKeyVault();
    return Promise.resolve({ vault, another: () => vault, close: () => Promise.resolve() });
  });
});
