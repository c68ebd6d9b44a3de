import { uuidV5, type ContractEvent } from '#contracts';
import type { AuthorityKeys } from './authority-keys.js';
import {
  canonicalNumber,
  identifierNodeId,
  naturalKindOf,
  subjectNodeId,
  type KindedIdentifier,
  type PartyKind,
} from './identity.js';
import { streamName } from './stream-names.js';

/** What a PartyRef told of a person, on its way into that person's own stream. */
export interface MentionDraft {
  readonly eventId: string;
  readonly stream: string;
  readonly nodeId: string;
  readonly data: {
    readonly nodeId: string;
    readonly kind: PartyKind;
    readonly identifier: { readonly type: string; readonly value: string };
    readonly name?: string;
    readonly via: { readonly family: string; readonly objectId: string };
    readonly role?: string;
  };
}

/** An event ready to be sealed: its stream, its data without numbers of other parties, and the mentions they became. */
export interface IdentifiedEvent {
  readonly stream: string;
  readonly stored: unknown;
  readonly mentions: readonly MentionDraft[];
  /** The nodes of all numbers in it. */
  readonly numbers: ReadonlySet<string>;
}

/** The node that stands for one that was erased, by that. */
export type Successors = ReadonlyMap<string, string>;
const NONE: Successors = new Map();

interface Walk {
  readonly event: ContractEvent;
  readonly eventId: string;
  readonly keys: AuthorityKeys;
  readonly kind: PartyKind | null;
  readonly mentions: MentionDraft[];
  readonly successors: Successors;
  readonly numbers: Set<string>;
}

type Fields = Record<string, unknown>;

/**
 * Replaces every PartyRef by the id of its node and gives the numbers of party events theirs. Goes by shape, not by
 * event type: unknown fields are refused before, so only a PartyRef looks like one.
 */
export function identify(
  event: ContractEvent,
  eventId: string,
  keys: AuthorityKeys,
  successors: Successors = NONE,
): IdentifiedEvent {
  const isParty = event.family === 'party';
  const id = isParty ? subjectNodeId(keys, event.source, event.objectId) : event.objectId;
  const data = event.data as Fields;
  const kind = data['kind'] === 'person' || data['kind'] === 'company' ? data['kind'] : null;
  const walk: Walk = {
    event,
    eventId,
    keys,
    kind: isParty ? kind : null,
    mentions: [],
    successors,
    numbers: new Set(),
  };
  return {
    stream: streamName(event.family, event.authority, id),
    stored: identifyFields(walk, data),
    mentions: walk.mentions,
    numbers: walk.numbers,
  };
}

function identifyFields(walk: Walk, fields: Fields): Fields {
  const out: Fields = {};
  for (const name in fields) out[name] = identifyValue(walk, name, fields[name], fields);
  if (walk.event.family === 'party' && typeof fields['into'] === 'string') {
    out['intoNodeId'] = subjectNodeId(walk.keys, walk.event.source, fields['into'].toLowerCase());
  }
  return out;
}

function identifyValue(walk: Walk, name: string, value: unknown, parent: Fields): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    if (name === 'pNumbers') return value.map((pNumber) => productionUnit(walk, String(pNumber)));
    return value.map((item: unknown) => identifyValue(walk, name, item, parent));
  }
  const fields = value as Fields;
  if (isPartyRef(fields)) return { partyId: mention(walk, fields, parent) };
  if (walk.event.family === 'party' && isIdentifier(fields)) return withNodes(walk, fields);
  return identifyFields(walk, fields);
}

interface Identifier extends Fields {
  readonly type: string;
  readonly value: string;
}

interface PartyRefFields extends Fields {
  readonly kind: PartyKind;
  readonly identifier: Identifier;
}

function isIdentifier(fields: Fields): fields is Identifier {
  return typeof fields['type'] === 'string' && typeof fields['value'] === 'string';
}

function isPartyRef(fields: Fields): fields is PartyRefFields {
  const identifier = fields['identifier'];
  return typeof identifier === 'object' && identifier !== null && isIdentifier(identifier as Fields);
}

function mention(walk: Walk, ref: PartyRefFields, parent: Fields): string {
  const { event, mentions } = walk;
  const identifier = { type: ref.identifier.type, value: canonicalNumber(ref.identifier.type, ref.identifier.value) };
  const nodeId = numberNode(walk, { kind: ref.kind, ...identifier });
  mentions.push({
    eventId: uuidV5(walk.eventId, `mention|${mentions.length}`),
    stream: streamName('mention', event.authority, nodeId),
    nodeId,
    data: {
      nodeId,
      kind: ref.kind,
      identifier,
      ...(typeof ref['name'] === 'string' ? { name: ref['name'] } : {}),
      via: { family: event.family, objectId: event.objectId },
      ...(typeof parent['role'] === 'string' ? { role: parent['role'] } : {}),
    },
  });
  return nodeId;
}

/** `identifier-changed` does not tell the party's kind, so both readings of the number are given. */
function withNodes(walk: Walk, identifier: Identifier): Fields {
  const { type } = identifier;
  const kind = walk.kind ?? naturalKindOf(type);
  const otherKind = kind === 'person' ? 'company' : 'person';
  const value = canonicalNumber(type, identifier.value);
  return {
    ...identifier,
    value,
    nodeId: numberNode(walk, { kind, type, value }),
    otherKindNodeId: numberNode(walk, { kind: otherKind, type, value }),
  };
}

function productionUnit(walk: Walk, value: string): Fields {
  return { value, nodeId: numberNode(walk, { kind: 'company', type: 'pnr', value }) };
}

function numberNode({ keys, event, successors, numbers }: Walk, identifier: KindedIdentifier): string {
  const first = identifierNodeId(keys, identifier, event.source);
  numbers.add(first);
  return successors.get(first) ?? first;
}
