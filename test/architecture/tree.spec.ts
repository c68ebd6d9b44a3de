import { createRequire } from 'node:module';
import { filesUnder, foldersIn, importsOf, jsonOf, productFiles, repository, textOf } from './tree.js';

/* The rules of the tree (docs/adr/0001) that neither the compiler nor dependency-cruiser nor ESLint says. */

const libs = foldersIn('libs');
const typescript = [...filesUnder('apps'), ...filesUnder('libs'), ...filesUnder('test')].filter((path) =>
  path.endsWith('.ts'),
);
const linesOf = (path: string): number => textOf(path).split('\n').length - 1;

/** The roles a file can have; a name says its role only where the role is one of these. */
const roles = [
  'projection',
  'read-model',
  'register',
  'table',
  'view',
  'row',
  'queries',
  'source',
  'resolver',
  'type',
  'command',
  'controller',
  'module',
  'providers',
  'pipe',
  'entity',
  'migration',
  'd',
];

/** Doors: the only files of a lib that others import. */
const doorsOf = (lib: string): string[] =>
  filesUnder(`libs/${lib}`).filter((path) =>
    new RegExp(`^libs/${lib}/(index|testing/index|projections|queries|cluster|log)\\.ts$`).test(path),
  );

describe('the tree', () => {
  it('has no folder and no file for what belongs nowhere', () => {
    const everywhere = /(^|\/)(common|shared|utils?|helpers?|core|misc|lib|src)(\/|\.ts$)/;
    expect(typescript.filter((path) => everywhere.test(path))).toEqual([]);
  });

  it('names files in kebab-case, with a role only where it is one we know', () => {
    const name = new RegExp(`^[a-z0-9]+(-[a-z0-9]+)*(\\.(${roles.join('|')}))?(\\.spec)?\\.ts$`);
    expect(typescript.filter((path) => !name.test(path.slice(path.lastIndexOf('/') + 1)))).toEqual([]);
  });

  it('has no file of more than 300 lines, and most of at most 150', () => {
    expect(typescript.filter((path) => linesOf(path) > 300)).toEqual([]);
    const product = productFiles();
    const short = product.filter((path) => linesOf(path) <= 150);
    expect(short.length / product.length).toBeGreaterThan(0.85);
  });

  it('has no file that only forwards, but doors', () => {
    const forwards = productFiles().filter((path) => {
      const statements = textOf(path).replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
      const rest = statements.replace(/export (type )?(\*|\{[^}]*\}) from '[^']+';/g, '');
      return rest.trim() === '' && statements.trim() !== '';
    });
    expect(forwards.filter((path) => !libs.flatMap(doorsOf).includes(path))).toEqual([]);
  });
});

describe('a lib', () => {
  it.each(libs)('%s has a door, and one for its test kit where it has one', (lib) => {
    const others: Record<string, string[]> = {
      'read-models': ['libs/read-models/projections.ts', 'libs/read-models/queries.ts'],
      'event-store': ['libs/event-store/cluster.ts', 'libs/event-store/index.ts'],
      runtime: ['libs/runtime/index.ts', 'libs/runtime/log.ts'],
    };
    const doors = doorsOf(lib).filter((path) => !path.endsWith('/testing/index.ts'));
    expect(doors).toEqual(others[lib] ?? [`libs/${lib}/index.ts`]);
    expect(filesUnder(`libs/${lib}`).filter((path) => path.endsWith('/index.ts'))).toEqual(
      doorsOf(lib).filter((path) => path.endsWith('/index.ts')),
    );
  });

  it.each(libs)('%s is not entered by its own door from inside', (lib) => {
    const inside = productFiles().filter((path) => path.startsWith(`libs/${lib}/`) && !doorsOf(lib).includes(path));
    const own = new RegExp(`^#${lib}(/|$)|^(\\.\\./|\\./)+index\\.js$`);
    expect(inside.filter((path) => importsOf(path).some((name) => own.test(name)))).toEqual([]);
  });

  it('stands wherever libs are listed: import rule, compiler, Node, README', () => {
    const { forbidden } = createRequire(import.meta.url)(`${repository}.dependency-cruiser.cjs`) as {
      forbidden: { name: string }[];
    };
    const ruled = forbidden.flatMap(({ name }) => /^(.+)-imports-left$/.exec(name)?.[1] ?? []);
    const namedBy = (names: readonly string[]): string[] =>
      [...new Set(names.map((name) => name.slice(1).split('/')[0] ?? ''))].sort();
    const { paths } = jsonOf('tsconfig.base.json')['compilerOptions'] as { paths: Record<string, string[]> };
    expect([...ruled].sort()).toEqual(libs);
    expect(namedBy(Object.keys(paths))).toEqual(libs);
    expect(namedBy(Object.keys(jsonOf('package.json')['imports'] ?? {}))).toEqual(libs);
    expect(libs.filter((lib) => !new RegExp(`^ +${lib}/ `, 'm').test(textOf('README.md')))).toEqual([]);
  });

  it('is imported by its name, never by a way through the tree', () => {
    const outside = typescript.filter((path) => path.startsWith('apps/') || path.startsWith('test/'));
    const through = outside.filter((path) => importsOf(path).some((name) => /^(\.\.\/)+libs\//.test(name)));
    expect(through).toEqual([]);
  });

  it('reads no environment but in the configuration', () => {
    const reading = productFiles().filter((path) => /\bprocess\.env\b|\bprocess\[/.test(withoutComments(textOf(path))));
    expect(reading).toEqual(['libs/runtime/configuration.ts']);
  });

  it('is plain TypeScript: no Nest, but in runtime', () => {
    const nest = productFiles().filter(
      (path) => path.startsWith('libs/') && importsOf(path).some((name) => name.startsWith('@nestjs/')),
    );
    expect(nest.filter((path) => !path.startsWith('libs/runtime/'))).toEqual([]);
  });
});

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '$1');
