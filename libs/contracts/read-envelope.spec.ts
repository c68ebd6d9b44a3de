import { readEnvelope } from './read-envelope.js';

const event = (changes: Readonly<Record<string, unknown>> = {}) => ({
  specversion: '1.0',
  id: 'a1',
  source: 'urn:overblik:source:ky',
  type: 'dk.overblik.case.removed.v1',
  subject: 'case/5e9a1c9e-3d30-5b0e-8b62-6b6b6f0d6d01',
  time: '2026-03-01T12:00:00Z',
  authority: '29189846',
  data: { reason: 'r' },
  ...changes,
});

function envelopeOf(changes: Readonly<Record<string, unknown>>) {
  const reading = readEnvelope(event(changes));
  if (!reading.ok) throw new Error(`refused at ${reading.problem.path}: ${reading.problem.message}`);
  return reading.envelope;
}

function problemOf(raw: unknown) {
  const reading = readEnvelope(raw);
  if (reading.ok) throw new Error('accepted');
  return reading.problem;
}

describe('readEnvelope', () => {
  it('reads every attribute and gives instants in UTC', () => {
    const envelope = envelopeOf({
      time: '2026-03-01T13:00:00.1234567+01:00',
      effectivefrom: '2026-02-01T00:00:00+01:00',
      effectiveto: '2026-03-01T00:00:00+01:00',
      sequence: '0042',
      registeredby: 'u',
      correlationid: 'c',
      causationid: 'x',
      snapshotid: 's',
      silent: 'true',
      datacontenttype: 'application/json; charset=utf-8',
      dataschema: 'https://overblik.example/contracts/x',
      traceparent: '00-ab',
      priority: 7,
    });
    expect(envelope).toEqual({
      id: 'a1',
      source: 'urn:overblik:source:ky',
      type: 'dk.overblik.case.removed.v1',
      subject: 'case/5e9a1c9e-3d30-5b0e-8b62-6b6b6f0d6d01',
      authority: '29189846',
      time: '2026-03-01T12:00:00.123456Z',
      effectiveFrom: '2026-01-31T23:00:00.000000Z',
      effectiveTo: '2026-02-28T23:00:00.000000Z',
      sequence: '42',
      registeredBy: 'u',
      correlationId: 'c',
      causationId: 'x',
      snapshotId: 's',
      silent: true,
      extensions: { traceparent: '00-ab', priority: 7 },
      data: { reason: 'r' },
    });
  });

  it('lets an event take effect when it was registered, with no end, where it does not say', () => {
    const envelope = envelopeOf({ effectivefrom: null, effectiveto: null, sequence: null, silent: null, extra: null });
    expect(envelope).toMatchObject({ effectiveFrom: envelope.time, effectiveTo: null, sequence: null, silent: false });
    expect(envelope.extensions).toEqual({});
  });

  it.each(['specversion', 'id', 'source', 'type', 'subject', 'time', 'authority'])('asks for %s', (name) => {
    for (const missing of [undefined, null]) {
      expect(problemOf(event({ [name]: missing }))).toMatchObject({ rule: 'schema', path: `/${name}` });
    }
    for (const wrong of [5, true, {}, ['a']]) {
      expect(problemOf(event({ [name]: wrong }))).toMatchObject({ rule: 'schema', path: `/${name}` });
    }
  });

  it.each<[string, unknown]>([
    ['specversion', '0.3'],
    ['id', ''],
    ['id', 'x'.repeat(129)],
    ['id', 'a\0b'],
    ['id', 'a\ud800b'],
    ['source', 'no uri'],
    ['source', '/relative'],
    ['source', 'urn:overblik:source:kø'],
    ['source', ''],
    ['time', '2026-02-30T00:00:00Z'],
    ['time', '2026-03-01T00:00:00'],
    ['time', '2026-03-01'],
    ['effectivefrom', 'now'],
    ['effectivefrom', 5],
    ['effectiveto', '2026-03-01T12:00:00Z'],
    ['effectiveto', '2026-03-01T12:59:59+01:00'],
    ['effectiveto', '2026-13-01T12:00:00Z'],
    ['sequence', 42],
    ['sequence', '-1'],
    ['sequence', '1.0'],
    ['sequence', ''],
    ['sequence', '1'.repeat(19)],
    ['registeredby', 5],
    ['registeredby', ''],
    ['correlationid', {}],
    ['snapshotid', 'x'.repeat(129)],
    ['silent', 'yes'],
    ['silent', 1],
    ['datacontenttype', 'text/xml'],
    ['dataschema', 5],
    ['data_base64', 'e30='],
    ['effectiveFrom', '2026-03-01T12:00:00Z'],
    ['with-dash', 'x'],
    ['a'.repeat(21), 'x'],
    ['extension', { nested: true }],
    ['extension', ['list']],
    ['extension', Infinity],
    ['extension', 'a\0'],
    ['extension', '\udc00'],
    ['extension', 'x'.repeat(8193)],
    ['constructor', 'x'],
    ['prototype', 'x'],
  ])('refuses %s = %j', (name, value) => {
    const problem = problemOf(event({ [name]: value }));
    expect(problem).toMatchObject({ rule: 'schema', path: `/${name}` });
    expect(problem.message).not.toBe('');
    expect(problem.fix).not.toBe('');
  });

  it('tells how to mend the faults that senders make most', () => {
    expect(problemOf(event({ sequence: 42 })).fix).toContain('in quotes');
    expect(problemOf(event({ effectiveFrom: '2026-03-01T12:00:00Z' })).fix).toContain('effectivefrom');
  });

  it('refuses __proto__ as JSON.parse leaves it', () => {
    const raw: unknown = JSON.parse(JSON.stringify(event()).replace('{', '{"__proto__":{"x":1},'));
    expect(problemOf(raw)).toMatchObject({ rule: 'schema', path: '/__proto__' });
  });

  it('shows neither person numbers nor unprintable names in the path', () => {
    expect(problemOf(event({ '310280-1234': 'x' })).path).toBe('/*');
    expect(problemOf(event({ 'a\0b': 'x' })).path).toBe('/*');
    expect(problemOf(event({ 'a/~b': 'x' })).path).toBe('/a~1~0b');
  });

  it.each([null, undefined, 5, 'text', true, [], [event()]])('refuses what is no object: %j', (raw) => {
    expect(readEnvelope(raw)).toMatchObject({ ok: false, id: null, problem: { rule: 'schema', path: '' } });
  });

  it('tells what it could read of an event that it refuses', () => {
    expect(readEnvelope(event({ time: 'x', type: 5, subject: 's\0' }))).toMatchObject({
      ok: false,
      id: 'a1',
      seen: { id: 'a1', source: 'urn:overblik:source:ky', type: null, subject: null, authority: '29189846' },
    });
    expect(readEnvelope(event({ id: 'x'.repeat(129) }))).toMatchObject({ ok: false, id: null });
  });

  it('keeps extension attributes that are called like the fields of a problem', () => {
    expect(envelopeOf({ rule: 'a', path: 'b', fix: 'c' }).extensions).toEqual({ rule: 'a', path: 'b', fix: 'c' });
  });

  it('bounds the number of extension attributes', () => {
    const many = Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`x${index}`, index]));
    expect(problemOf(event(many))).toMatchObject({ rule: 'schema', path: '' });
  });
});
