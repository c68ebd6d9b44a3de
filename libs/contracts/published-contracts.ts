import type { TSchema } from '@sinclair/typebox';
import { catalogue, families, type EventDefinition, type EventName } from './catalogue.js';

const SCHEMA_BASE = 'https://overblik.dk/contracts/';
const EXAMPLE_ID = '2f9a6c10-5d8e-4a51-9a53-0d6f3c2f7a10';

/** What `GET /contracts` answers: every type that sources may send, with the way to its schema. */
export function contractList(): object {
  return {
    contracts: [...catalogue.byType.values()].map(({ type, family, version, description, founding }) => ({
      type,
      family,
      version,
      description,
      founding,
      href: `/contracts/${type}`,
    })),
    asyncapi: '/contracts/asyncapi.json',
  };
}

/** JSON Schema 2020-12 of the whole CloudEvent of a type, with an example that validates; undefined for an unknown type. */
export function contractOf(type: string): object | undefined {
  const definition = catalogue.byType.get(type);
  if (definition === undefined) return undefined;
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `${SCHEMA_BASE}${type}`,
    title: type,
    description: definition.description,
    ...eventSchema(definition),
    examples: [exampleOf(definition)],
  };
}

/** A whole event of the definition, as a source would send it. */
export function exampleOf(definition: EventDefinition<EventName>): Record<string, unknown> {
  return {
    specversion: '1.0',
    id: `${definition.name}-1`,
    source: 'urn:overblik:source:ky',
    type: definition.type,
    subject: `${definition.family}/${EXAMPLE_ID}`,
    time: '2026-03-12T08:30:00.123456+01:00',
    authority: '10000009',
    effectivefrom: '2026-03-12T00:00:00+01:00',
    sequence: '4711',
    registeredby: 'mads@ky.example',
    datacontenttype: 'application/json',
    data: JSON.parse(JSON.stringify(definition.example)),
  };
}

/** AsyncAPI 3.0 of all that can be sent: one channel and one operation a family, one message an event. */
export function asyncApi(): object {
  const definitions = [...catalogue.byType.values()];
  const ofFamily = (family: string) => definitions.filter((each) => each.family === family);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Overblik: events in',
      version: '1.0.0',
      description: 'CloudEvents 1.0 that source systems publish. Every event is answered with a receipt.',
    },
    defaultContentType: 'application/cloudevents+json',
    servers: {
      http: {
        host: '127.0.0.1:3000',
        protocol: 'http',
        description: 'POST /events with a bearer token of role source',
      },
    },
    channels: Object.fromEntries(
      families.map(({ family }) => [
        family,
        {
          address: '/events',
          title: `Events of the family ${family}`,
          messages: Object.fromEntries(
            ofFamily(family).map(({ name }) => [name, { $ref: `#/components/messages/${name}` }]),
          ),
        },
      ]),
    ),
    operations: Object.fromEntries(
      families.map(({ family }) => [
        `receive-${family}`,
        {
          action: 'receive',
          channel: { $ref: `#/channels/${family}` },
          summary: `Takes events of the family ${family}`,
          bindings: { http: { method: 'POST' } },
          messages: ofFamily(family).map(({ name }) => ({ $ref: `#/channels/${family}/messages/${name}` })),
        },
      ]),
    ),
    components: { messages: Object.fromEntries(definitions.map((each) => [each.name, messageOf(each)])) },
  };
}

function messageOf(definition: EventDefinition<EventName>): object {
  const example = exampleOf(definition);
  return {
    name: definition.type,
    title: definition.name,
    summary: definition.description,
    contentType: 'application/cloudevents+json',
    headers: {
      type: 'object',
      properties: {
        'content-type': {
          type: 'string',
          enum: ['application/cloudevents+json', 'application/cloudevents+json; charset=utf-8'],
        },
      },
    },
    payload: eventSchema(definition),
    examples: [{ name: 'example', headers: { 'content-type': 'application/cloudevents+json' }, payload: example }],
  };
}

function eventSchema({ type, family, schema, takesEffectiveTo }: EventDefinition<EventName>): object {
  return {
    type: 'object',
    required: ['specversion', 'id', 'source', 'type', 'subject', 'time', 'authority', 'data'],
    properties: {
      specversion: { const: '1.0', description: 'Version of CloudEvents' },
      id: {
        type: 'string',
        minLength: 1,
        maxLength: 128,
        description: 'Unique per authority and source; the dedupe key',
      },
      source: { type: 'string', format: 'uri', maxLength: 512, description: 'URI of the registered source system' },
      type: { const: type, description: 'The event type' },
      subject: {
        type: 'string',
        pattern: `^${family}/[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$`,
        description: 'Family and uuid of the object, stable for life',
      },
      time: { type: 'string', format: 'date-time', description: 'When it was registered at the source' },
      authority: { type: 'string', pattern: '^[1-9][0-9]{7}$', description: 'CVR of the municipality; modulus 11' },
      effectivefrom: { type: 'string', format: 'date-time', description: 'From when it holds; time where left out' },
      effectiveto: takesEffectiveTo
        ? {
            type: 'string',
            format: 'date-time',
            description: 'Until when it holds, exclusive; later than effectivefrom',
          }
        : false,
      sequence: {
        type: 'string',
        pattern: '^[0-9]{1,18}$',
        description: 'Whole number as text; orders what has the same time',
      },
      registeredby: { type: 'string', minLength: 1, maxLength: 256, description: 'User or IT system at the source' },
      correlationid: { type: 'string', minLength: 1, maxLength: 256, description: 'Id of the business transaction' },
      causationid: {
        type: 'string',
        minLength: 1,
        maxLength: 256,
        description: 'Id of the event or command that caused it',
      },
      snapshotid: {
        type: 'string',
        minLength: 1,
        maxLength: 128,
        description: 'The snapshot to which a founding event belongs',
      },
      silent: { enum: [true, false, 'true', 'false'], description: 'Back-fill: no advis is raised' },
      datacontenttype: { type: 'string', description: 'application/json where given' },
      dataschema: { type: 'string', description: 'Tolerated, not kept' },
      data: plain(schema),
    },
    propertyNames: { pattern: '^[a-z0-9]{1,20}$' },
    additionalProperties: {
      anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }],
      description: 'Extension attributes are kept',
    },
  };
}

/** The schema without what TypeBox keeps in symbols. */
function plain(schema: TSchema): unknown {
  return JSON.parse(JSON.stringify(schema));
}
