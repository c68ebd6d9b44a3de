import { catalogue, checkEvent, exampleOf, isProblem, type ContractEvent, type EventName } from '#contracts';
import { createAuthorityKeyring } from './authority-keys.js';
import { identify } from './identify.js';
import { identifierNodeId, partyKeyNodeIds, subjectNodeId } from './identity.js';

const keyring = createAuthorityKeyring(Buffer.alloc(32, 1));
const keys = keyring('29189846');
const KY = 'urn:overblik:source:ky';
const EVENT_ID = '6ba7b811-9dad-41d1-80b4-00c04fd430c8';

function contractEvent(name: EventName, over: Record<string, unknown> = {}): ContractEvent {
  const definition = catalogue.byName.get(name);
  if (!definition) throw new Error('no such event');
  const event = checkEvent({ ...exampleOf(definition), authority: '29189846', source: KY, ...over });
  if (isProblem(event)) throw new Error(event.message);
  return event;
}

const person = (value: string, type = 'cpr') => ({ kind: 'person' as const, type, value });

describe('the node of a number', () => {
  it('is the same with and without hyphen, and from every source', () => {
    const node = identifierNodeId(keys, person('6101800001'), KY);
    expect(identifierNodeId(keys, person('610180-0001'), 'urn:other')).toBe(node);
    expect(node).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('is another in another authority, of another kind, and under another master key', () => {
    const nodes = [
      identifierNodeId(keys, person('6101800001'), KY),
      identifierNodeId(keyring('29189714'), person('6101800001'), KY),
      identifierNodeId(keys, { ...person('6101800001'), kind: 'company' }, KY),
      identifierNodeId(createAuthorityKeyring(Buffer.alloc(32, 2))('29189846'), person('6101800001'), KY),
      identifierNodeId(keys, person('6101800001', 'other'), KY),
    ];
    expect(new Set(nodes).size).toBe(nodes.length);
  });

  it.each(['other', 'replacement'])('of type %s holds within its source only', (type) => {
    expect(identifierNodeId(keys, person('A1', type), KY)).not.toBe(
      identifierNodeId(keys, person('A1', type), 'urn:other'),
    );
  });

  it('is found by a look-up key, the likelier kind first', () => {
    expect(partyKeyNodeIds({ cpr: '610180-0001' }, keys)[0]).toBe(identifierNodeId(keys, person('6101800001'), KY));
    const company = { kind: 'company' as const, type: 'cvr', value: '10000009' };
    expect(partyKeyNodeIds({ cvr: '10000009' }, keys)[0]).toBe(identifierNodeId(keys, company, KY));
    const other = { source: KY, value: 'A1' };
    expect(partyKeyNodeIds({ other }, keys)[0]).toBe(identifierNodeId(keys, person('A1', 'other'), KY));
    expect(partyKeyNodeIds({ cpr: 'not a number' }, keys)).toEqual([]);
  });
});

describe('an identified event', () => {
  it('names its parties by node, and mentions them in order', () => {
    const event = contractEvent('case.registered');
    const { stream, stored, mentions } = identify(event, EVENT_ID, keys);
    expect(stream).toBe(`case-29189846-${event.objectId}`);
    const nodeId = identifierNodeId(keys, person('6101800001'), KY);
    expect(stored).toMatchObject({
      title: 'Ansøgning om enkeltydelse',
      parties: [{ role: 'primary', party: { partyId: nodeId } }],
    });
    expect(mentions).toEqual([
      {
        eventId: expect.stringMatching(/-5[0-9a-f]{3}-/),
        stream: `mention-29189846-${nodeId}`,
        nodeId,
        data: {
          nodeId,
          kind: 'person',
          identifier: { type: 'cpr', value: '6101800001' },
          name: 'Karla Eksempel',
          via: { family: 'case', objectId: event.objectId },
          role: 'primary',
        },
      },
    ]);
    expect(JSON.stringify(stored)).not.toMatch(/Karla|6101800001|610180-0001/);
  });

  it('gives the numbers of a party event their nodes and leaves them in place', () => {
    const event = contractEvent('party.registered');
    const { stream, stored, mentions } = identify(event, EVENT_ID, keys);
    expect(stream).toBe(`party-29189846-${subjectNodeId(keys, KY, event.objectId)}`);
    const nodeId = identifierNodeId(keys, person('6101800001'), KY);
    expect(stored).toMatchObject({
      name: 'Karla Eksempel',
      identifiers: [{ type: 'cpr', value: '6101800001', nodeId }],
    });
    expect(mentions).toEqual([]);
  });

  it('gives both readings of a number where the event does not tell the kind', () => {
    const { stored } = identify(contractEvent('party.identifier-changed'), EVENT_ID, keys);
    expect(stored).toMatchObject({
      old: { nodeId: identifierNodeId(keys, person('010180-AB01', 'replacement'), KY) },
      new: {
        nodeId: identifierNodeId(keys, person('6101800001'), KY),
        otherKindNodeId: identifierNodeId(keys, { ...person('6101800001'), kind: 'company' }, KY),
      },
    });
  });

  it('gives the other subject of a merge its node, whatever the case of its letters', () => {
    const into = '7A4E4B1C-52B8-4A0A-8A86-0E4E1F6B1C33';
    const { stored } = identify(contractEvent('party.merged', { data: { into } }), EVENT_ID, keys);
    expect(stored).toMatchObject({ intoNodeId: subjectNodeId(keys, KY, into.toLowerCase()) });
  });

  it('gives production units their nodes', () => {
    const { stored } = identify(contractEvent('party.company-changed'), EVENT_ID, keys);
    const nodeId = identifierNodeId(keys, { kind: 'company', type: 'pnr', value: '1000000001' }, KY);
    expect(stored).toMatchObject({ pNumbers: [{ value: '1000000001', nodeId }] });
  });

  it("mentions a relative in the relative's own stream", () => {
    const event = contractEvent('party.relation-started');
    const { stored, mentions } = identify(event, EVENT_ID, keys);
    expect(mentions[0]?.data).toMatchObject({
      name: 'Anton Eksempel',
      via: { family: 'party', objectId: event.objectId },
    });
    expect(stored).toEqual({ kind: 'spouse', party: { partyId: mentions[0]?.nodeId } });
  });

  it('of no type leaves a name or number of another party in its data', () => {
    for (const { name } of catalogue.byType.values()) {
      const { stored, mentions } = identify(contractEvent(name), EVENT_ID, keys);
      for (const { data } of mentions) {
        expect(JSON.stringify(stored)).not.toContain(data.identifier.value);
        if (data.name !== undefined) expect(JSON.stringify(stored)).not.toContain(data.name);
      }
      expect(JSON.stringify(stored)).not.toContain('"identifier"');
    }
  });
});
