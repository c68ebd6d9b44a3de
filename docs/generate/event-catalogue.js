/** Writes docs/events.md, the catalogue of events: `npm run docs:events`. A test holds the file against the contracts. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const target = new URL('../events.md', import.meta.url);

/** CloudEvents 1.0 and our extensions: the same for every event. */
const attributes = [
  ['specversion', '`1.0`'],
  ['id', 'Unique per authority and source, at most 128 characters. The same id with the same content is a duplicate'],
  ['source', 'URI of the source system, such as `urn:overblik:source:ky`'],
  ['type', '`dk.overblik.<family>.<what-happened>.v1`'],
  ['subject', '`<family>/<uuid>` of the object; the uuid is the own of the source, and stable'],
  ['time', 'When the source registered it: RFC 3339 with zone'],
  ['authority', 'CVR number of the municipality'],
  ['effectivefrom?', 'From when it holds in the world; `time` where left out'],
  ['effectiveto?', 'Until when, not included; no end where left out'],
  ['sequence?', 'Whole number as text. Shows gaps where the source has the capability; else it orders what has the same time'],
  ['registeredby?', 'User or IT system at the source'],
  ['correlationid?, causationid?', 'What the event belongs to, and what caused it'],
  ['snapshotid?', 'The snapshot that the event is part of'],
  ['silent?', '`true` for back-fill: the views change, nobody is notified'],
];

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** A type in few words: what a reader wants to know before he opens the JSON Schema. */
function typeOf(schema) {
  if (schema.enum !== undefined) return schema.enum.join(' \\| ');
  if (schema.const !== undefined) return String(schema.const);
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(typeOf))].join(' or ');
  if (schema.if !== undefined) return [...new Set([schema.then, schema.else].map(typeOf))].join(' or ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items)}`;
  if (schema.type === 'object' && schema.properties !== undefined) {
    const names = Object.keys(schema.properties);
    const required = new Set(schema.required ?? []);
    return `{${names.map((name) => (required.has(name) ? name : `${name}?`)).join(', ')}}`;
  }
  if (schema.format === 'date') return 'date';
  if (schema.format === 'date-time') return 'moment';
  return schema.format ?? (schema.type === 'string' ? 'text' : schema.type);
}

function fieldsOf({ schema }) {
  const required = new Set(schema.required ?? []);
  const rows = Object.entries(schema.properties ?? {}).map(
    ([name, field]) =>
      `| \`${name}\`${required.has(name) ? '' : '?'} | ${cell(typeOf(field)).replaceAll('\\\\|', '\\|')} | ${cell(field.description ?? '')} |`,
  );
  return rows.length === 0 ? ['No data: the name says it all.'] : ['| field | type | meaning |', '|---|---|---|', ...rows];
}

function sectionOf(event) {
  const notes = [
    ...(event.founding ? ['**Founding**: brings its object into being, and states it in full when it is sent again.'] : []),
    ...(event.takesEffectiveTo ? [] : ['Takes no `effectiveto`.']),
  ];
  return [
    `### ${event.name}`,
    '',
    `\`${event.type}\``,
    '',
    [event.description, ...notes].join(' '),
    '',
    ...fieldsOf(event),
    '',
    '```json',
    JSON.stringify(event.example, null, 2),
    '```',
    '',
  ];
}

/** The text of docs/events.md for the catalogue of `#contracts`. */
export function eventCatalogue(catalogue) {
  const events = [...catalogue.byName.values()];
  const families = [...new Set(events.map(({ family }) => family))];
  const ofFamily = (family) => events.filter((event) => event.family === family);
  return [
    '# Events',
    '',
    'Generated from `libs/contracts` by `npm run docs:events`; do not edit.',
    '',
    'What source systems may send. `GET /contracts` serves the JSON Schema of each type, `GET /contracts/asyncapi.json`',
    'all of it as AsyncAPI 3. `?` marks what may be left out; what is left out asserts nothing.',
    '',
    '## The attributes around the data',
    '',
    '| attribute | meaning |',
    '|---|---|',
    ...attributes.map(([name, meaning]) => `| \`${name}\` | ${meaning} |`),
    '',
    '## Families',
    '',
    '| family | events |',
    '|---|---|',
    ...families.map((family) => `| [${family}](#family-${family}) | ${ofFamily(family).length} |`),
    '',
    ...families.flatMap((family) => [`## Family ${family}`, '', ...ofFamily(family).flatMap(sectionOf)]),
  ].join('\n');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { catalogue } = await import('#contracts');
  writeFileSync(target, eventCatalogue(catalogue));
}
