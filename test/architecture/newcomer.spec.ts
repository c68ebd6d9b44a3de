import type { DataOf } from '#contracts';
import { caseNode, type CaseView } from '#read-models/queries';
import { compileWith, type Complaints } from './overlay.js';
import { filesUnder, productFiles, textOf } from './tree.js';

/*
 * What a newcomer must touch (README, "How to add"), counted by the compiler: the product is compiled once with a new
 * event type in each family, a new source system and a new GraphQL field put over the files that may be touched for it.
 */

const NEW_EVENT = 'newcomer-came';
const families = ['case', 'party', 'document', 'journal-note', 'grant', 'payment', 'service', 'unit', 'source'];
const familyFile = (family: string): string => `libs/contracts/${family}-events.ts`;

function withNewEvent(family: string): string {
  const file = textOf(familyFile(family));
  const start = `eventFamily('${family}', {`;
  if (!file.includes(start)) throw new Error(`${familyFile(family)} does not declare the family as it used to`);
  const event = `'${family}.${NEW_EVENT}': { description: 'For a test', schema: Type.Object({}), example: {} },`;
  return file.replace(start, `${start}\n  ${event}`);
}

const newSource = `
import type { SourceAdapter } from '../source-adapter.js';
import { sourceEvent } from '../source-event.js';
interface Options { readonly authority: string }
export const newcomerSource: SourceAdapter<Options> = {
  name: 'newcomer',
  description: 'A source system for a test',
  flags: [],
  sourceOf: () => 'urn:overblik:source:newcomer',
  optionsFrom: (_flags, { authority }) => ({ ok: true, value: { authority } }),
  async *read(_input, { authority }) {
    await Promise.resolve();
    const identity = { authority, source: 'urn:overblik:source:newcomer' };
    const attributes = { id: '1', objectId: 'f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a11', time: '2026-01-01T00:00:00Z' };
    yield { kind: 'event', line: 1, event: sourceEvent('case.${NEW_EVENT}', identity, attributes, {}) };
  },
};
`;

const registryFile = 'libs/sources/registry.ts';
const withNewSource = (): string =>
  `import { newcomerSource } from './newcomer/newcomer.source.js';\n${textOf(registryFile)}`.replace(
    /readonly RegisteredSource\[\] = \[/,
    '$& registeredSource(newcomerSource),',
  );

const typeFile = 'apps/overview/types/case.type.ts';
const withNewField = (): string =>
  textOf(typeFile).replace(
    /export class Case \{/,
    `$&\n  @Field(() => String, { nullable: true, description: 'For a test' })\n  newcomersWord: string | null;\n`,
  );

/** The projections that decide about the events of a family. */
const projectionsOf = (family: string): string[] => {
  const declared = /export const (\w+) = eventFamily\(/.exec(textOf(familyFile(family)))?.[1] ?? '';
  return productFiles().filter((path) => new RegExp(`subscribesTo: ${declared}\\b`).test(textOf(path)));
};

describe('a newcomer', () => {
  let complaints: Complaints;
  beforeAll(() => {
    const overlay = new Map(families.map((family) => [familyFile(family), withNewEvent(family)]));
    overlay.set('libs/sources/newcomer/newcomer.source.ts', newSource);
    overlay.set(registryFile, withNewSource());
    overlay.set(typeFile, withNewField());
    complaints = compileWith(overlay);
  }, 240_000);

  const namedFor = (family: string): string[] =>
    [...complaints]
      .filter(([, texts]) =>
        texts.some((text) => text.includes(`'${family}.${NEW_EVENT}'`) || text.includes(`"${family}.${NEW_EVENT}"`)),
      )
      .map(([path]) => path)
      .sort();

  const stopsInEachProjectionOf = (family: string): void => {
    expect(projectionsOf(family)).not.toEqual([]);
    expect(namedFor(family)).toEqual(projectionsOf(family));
    // With the family file and the source that sends it: four files at most.
    expect(projectionsOf(family).length).toBeLessThanOrEqual(2);
  };

  it.each(families.filter((family) => family !== 'source'))(
    'who adds an event to the family %s is stopped in each of its projections',
    stopsInEachProjectionOf,
  );

  // A known fault: source-status.read-model.ts asks for names one by one and so decides about none of the others.
  it('who adds an event to the family source is stopped in each of its projections', () => {
    stopsInEachProjectionOf('source');
  });

  it('is stopped nowhere else: not by the event, nor by a new source system, nor by a new GraphQL field', () => {
    const projections = new Set(families.flatMap(projectionsOf));
    const elsewhere = [...complaints].filter(([path]) => !projections.has(path));
    expect(elsewhere).toEqual([]);
  });

  it('finds no event type named where all events pass: intake, store, keys, engine, access, apps', () => {
    const generic = productFiles().filter((path) =>
      /^(libs\/(intake|event-store|personal-data|projection-engine|access|stores|runtime)|apps\/(intake|projector|overview))\//.test(
        path,
      ),
    );
    const naming = generic.filter((path) =>
      /['"`](case|party|document|journal-note|grant|payment|service|unit)\.[a-z]+(-[a-z]+)*['"`]/.test(
        withoutComments(textOf(path)),
      ),
    );
    expect(naming).toEqual([]);
  });

  it('who adds a source system finds none named outside its folder and the registry', () => {
    const adapters = filesUnder('libs/sources').filter((path) => path.endsWith('.source.ts'));
    const names = adapters.map((path) => /\n {2}name: '([\w-]+)'/.exec(textOf(path))?.[1] ?? path);
    const named = new RegExp(`(name: |sourceImport\\(session, )'(${names.join('|')})'`);
    expect(productFiles().filter((path) => path.startsWith('apps/') && named.test(textOf(path)))).toEqual([]);
  });

  it('who adds a field whose data is in the row needs its .type.ts alone: the row reaches the resolver whole', () => {
    const row = { id: 'c', source: 's', partyLinks: [], relationLinks: [], hop: null, newcomersWord: 'kept' };
    expect(caseNode(row as unknown as CaseView, new Map(), {})).toMatchObject({ newcomersWord: 'kept' });
    const naming = productFiles().filter(
      (path) =>
        /^apps\/overview\/(resolvers|questions|engine|selection)\//.test(path) && /\bprogressRaw\b/.test(textOf(path)),
    );
    expect(naming).toEqual([]);
  });

  it('who adds a field whose data is not in the row writes no migration: there are none of read models', () => {
    const libs = new Set(
      productFiles()
        .filter((path) => /implements MigrationInterface/.test(textOf(path)))
        .map((path) => path.split('/')[1]),
    );
    expect([...libs].sort()).toEqual([
      'access',
      'deletion',
      'event-store',
      'oversight',
      'personal-data',
      'seal',
      'stores',
    ]);
  });

  it('can send only events of the catalogue', () => {
    const known: DataOf<'case.transferred'> = { toSource: 'urn:overblik:source:a' };
    expect(known).toBeDefined();
    expect(textOf('libs/sources/source-event.ts')).toMatch(/sourceEvent<N extends EventName>/);
  });
});

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '$1');
