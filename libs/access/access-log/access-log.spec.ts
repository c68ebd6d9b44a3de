import { isUuid } from '#contracts';
import { actionOf, type AccessAction, type AccessEntry } from './access-entry.js';
import { accessStream, createAccessLog, type AccessLogStore } from './access-log.js';
import { uuidV7 } from './uuid-v7.js';

type Request = Parameters<AccessLogStore['append']>[0];

const entry: AccessEntry = {
  at: '2026-05-01T10:00:00.000000Z',
  authority: '29189714',
  user: 'user-1',
  userName: 'Anne Ørsted',
  unit: 'U1',
  roles: ['caseworker'],
  grounds: ['KLE=32.*', 'foelsomhed=sensitive'],
  action: 'SEARCH',
  operation: 'searchParties',
  purpose: 'sagsbehandling',
  parties: ['p1', 'p2'],
  objects: ['c1'],
  searchText: 'Jensen 010190-1234',
  hits: 17,
  asked: ['0101901234'],
  denied: null,
  asOf: null,
  asKnownAt: null,
  hopOrigin: null,
  transactionId: '9b2d8f6e-0000-4000-8000-000000000000',
  ip: '127.0.0.1',
};

function logInto(
  requests: Request[],
  outcome: () => Promise<{ status: string }> = () => Promise.resolve({ status: 'ok' }),
) {
  const store: AccessLogStore = {
    append: (request) => {
      requests.push(request);
      return outcome();
    },
  };
  const seal = (authority: string | null, eventId: string, text: string): Buffer =>
    Buffer.from([...Buffer.from(`${authority}|${eventId}|${text}`)].map((byte) => byte ^ 0x55));
  return createAccessLog({ store, seal, now: () => 1_777_000_000_000 });
}

function stored(request: Request | undefined): Record<string, unknown> {
  return JSON.parse(request?.events[0]?.data.toString('utf8') ?? 'null') as Record<string, unknown>;
}

describe('a view', () => {
  it('is one event in the stream of its user', async () => {
    const requests: Request[] = [];
    await logInto(requests).record(entry);
    const [request] = requests;
    expect(requests).toHaveLength(1);
    expect(request).toMatchObject({
      stream: accessStream('29189714', 'user-1'),
      expectedRevision: 'any',
      events: [{ type: 'access.viewed' }],
    });
    expect(JSON.parse(request?.events[0]?.metadata ?? '')).toEqual({ authority: '29189714', time: entry.at });
    const { userName, searchText, asked, ...open } = entry;
    expect(stored(request)).toEqual({ ...open, sealed: expect.any(String) as string });
    const sealed = Buffer.from(String(stored(request)['sealed']), 'base64').map((byte) => byte ^ 0x55);
    expect(Buffer.from(sealed).toString()).toBe(
      `29189714|${request?.events[0]?.eventId}|${JSON.stringify({ userName, searchText, asked })}`,
    );
  });

  it('stores neither name, number nor search text in clear', async () => {
    const requests: Request[] = [];
    await logInto(requests).record(entry);
    expect(JSON.stringify([requests, stored(requests[0])])).not.toMatch(/Anne|Jensen|010190/);
  });

  it('that names nobody has nothing to seal', async () => {
    const requests: Request[] = [];
    await logInto(requests).record({ ...entry, userName: null, searchText: null, asked: [] });
    expect(stored(requests[0])['sealed']).toBeNull();
  });

  it('of a caller without any authority is kept too', async () => {
    const requests: Request[] = [];
    await logInto(requests).record({ ...entry, authority: null, action: 'DENIED', denied: 'FORBIDDEN' });
    expect(requests[0]?.stream).toMatch(/^access-none-/);
  });

  it('goes to another stream for another user, and does not name him in it', () => {
    const streams = [accessStream('29189714', 'a'), accessStream('29189714', 'b'), accessStream('29189846', 'a')];
    expect(new Set(streams).size).toBe(3);
    expect(accessStream('29189714', 'anne@kommune.dk')).not.toContain('anne');
  });
});

describe('the answer must not be given', () => {
  it.each(['idConflict', 'wrongRevision'])('when the store says %s', async (status) => {
    await expect(logInto([], () => Promise.resolve({ status })).record(entry)).rejects.toMatchObject({
      code: 'ACCESS_LOG_UNAVAILABLE',
    });
  });

  it('when the store fails', async () => {
    const failing = logInto([], () => Promise.reject(new Error('away')));
    await expect(failing.record(entry)).rejects.toMatchObject({ code: 'ACCESS_LOG_UNAVAILABLE' });
  });

  it('when the entry cannot be sealed', async () => {
    const store: AccessLogStore = { append: () => Promise.resolve({ status: 'ok' }) };
    const log = createAccessLog({ store, seal: () => Promise.reject(new Error('no key')) });
    await expect(log.record(entry)).rejects.toMatchObject({ code: 'ACCESS_LOG_UNAVAILABLE' });
  });
});

describe('the action of a mixed operation', () => {
  it.each<[AccessAction[], AccessAction]>([
    [['VIEW'], 'VIEW'],
    [['VIEW', 'SEARCH'], 'SEARCH'],
    [['HISTORY', 'SEARCH', 'VIEW'], 'HISTORY'],
    [['VIEW', 'REVEAL', 'HISTORY'], 'REVEAL'],
    [['DENIED', 'VIEW'], 'VIEW'],
    [['DENIED', 'DENIED'], 'DENIED'],
    [[], 'DENIED'],
  ])('%j is %s', (actions, expected) => {
    expect(actionOf(actions)).toBe(expected);
  });
});

describe('an event id', () => {
  it('is a UUID of version 7 that rises with time and never repeats', () => {
    const ids = Array.from({ length: 2_000 }, (_, index) => uuidV7(1_777_000_000_000 + index));
    expect(ids.every((id) => isUuid(id) && /^.{14}7.{4}[89ab]/.test(id))).toBe(true);
    expect([...ids].sort()).toEqual(ids);
    expect(parseInt(ids[5]?.replaceAll('-', '').slice(0, 12) ?? '', 16)).toBe(1_777_000_000_005);
    expect(new Set(Array.from({ length: 10_000 }, () => uuidV7(0))).size).toBe(10_000);
  });
});
