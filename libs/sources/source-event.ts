import { URL_NAMESPACE, fullTypeOf, uuidV5, type DataOf, type EventName } from '#contracts';

/** A structured CloudEvents 1.0 object of the contract. A name outside the catalogue does not compile. */
export interface SourceEvent<N extends EventName = EventName> {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly authority: string;
  readonly effectivefrom?: string;
  readonly effectiveto?: string;
  readonly sequence?: string;
  readonly registeredby?: string;
  readonly data: DataOf<N>;
}

/** Who speaks, and for whom: the same in every event of an import. */
export interface SourceIdentity {
  readonly source: string;
  /** CVR of the municipality. */
  readonly authority: string;
}

/** The attributes of one event that differ from event to event. Moments are RFC 3339 with zone. */
export interface EventAttributes {
  readonly id: string;
  /** The source's own uuid of the object. */
  readonly objectId: string;
  readonly time: string;
  readonly effectiveFrom?: string | undefined;
  readonly effectiveTo?: string | undefined;
  readonly sequence?: string | undefined;
  readonly registeredBy?: string | undefined;
}

/** Builds the event of a name; attributes that are undefined are left out. Checks nothing: intake does. */
export function sourceEvent<N extends EventName>(
  name: N,
  identity: SourceIdentity,
  attributes: EventAttributes,
  data: DataOf<N>,
): SourceEvent<N> {
  const { id, objectId, time, effectiveFrom, effectiveTo, sequence, registeredBy } = attributes;
  return {
    specversion: '1.0',
    id,
    source: identity.source,
    type: fullTypeOf(name),
    subject: `${name.slice(0, name.lastIndexOf('.'))}/${objectId}`,
    time,
    authority: identity.authority,
    ...(effectiveFrom === undefined ? {} : { effectivefrom: effectiveFrom }),
    ...(effectiveTo === undefined ? {} : { effectiveto: effectiveTo }),
    ...(sequence === undefined ? {} : { sequence }),
    ...(registeredBy === undefined ? {} : { registeredby: registeredBy }),
    data,
  };
}

/**
 * Registered long before anything a file holds, and the same for ever: a repeated import gives a duplicate, and
 * whatever the source says of itself later wins.
 */
const PRESENTED_AT = '2000-01-01T00:00:00+01:00';

/** How an import presents a source that Overblik does not know: a name, no capabilities, a generous interval. */
export function sourceRegistered(
  identity: SourceIdentity,
  presentation: { readonly name: string; readonly expectedInterval: string },
): SourceEvent<'source.registered'> {
  const objectId = uuidV5(URL_NAMESPACE, `${identity.source}|${identity.authority}`);
  return sourceEvent(
    'source.registered',
    identity,
    { id: 'source.registered', objectId, time: PRESENTED_AT },
    {
      ...presentation,
      capabilities: { sequence: false, notes: false, hop: false, snapshots: false },
    },
  );
}
