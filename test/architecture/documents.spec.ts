import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { catalogue } from '#contracts';
import { filesUnder, foldersIn, importsOf, jsonOf, productFiles, repository, textOf } from './tree.js';

/* What is written beside the code is held against it. */

const pages = ['README.md', 'CHANGELOG.md', ...filesUnder('docs').filter((path) => path.endsWith('.md'))];
const decisions = filesUnder('docs/adr').filter((path) => !path.endsWith('README.md'));

const withoutFences = (path: string): string => textOf(path).replace(/^```[\s\S]*?^```/gm, '');

/** What GitHub makes of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

describe('the documents', () => {
  it.each(pages)('%s links to what is there', (page) => {
    const links = [...withoutFences(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link ?? '');
    const broken = links.filter((link) => {
      if (/^https?:/.test(link)) return false;
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(repository, target))) return true;
      if (anchor === undefined) return false;
      const headings = [...textOf(target).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading ?? ''));
      return !headings.includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it.each(pages.filter((page) => page !== 'docs/events.md'))('%s names files that are there', (page) => {
    const named = [...withoutFences(page).matchAll(/`((?:libs|apps|test|docs|\.ci)\/[^`\s<*{…]*)`/g)].map(
      ([, path]) => path ?? '',
    );
    expect(named.filter((path) => !existsSync(join(repository, path)))).toEqual([]);
  });

  it('call only commands and scripts that there are', () => {
    const scripts = Object.keys(jsonOf('package.json')['scripts'] ?? {});
    const commandFiles = filesUnder('apps/cli/commands').map(textOf).join('\n');
    const commands = [...commandFiles.matchAll(/\n {2}name: '([\w-]+)'|@(?:Sub)?Command\(\{ name: '([\w-]+)'/g)].map(
      ([, own, inline]) => own ?? inline ?? '',
    );
    const text = pages.map(textOf).join('\n');
    const called = [...text.matchAll(/npm run (?:--silent )?([\w:-]+)(?: -- ([\w-]+)(?: ([\w-]+))?)?/g)];
    const missing = called.flatMap(([line, script = '', command, sub]) => {
      if (!scripts.includes(script)) return [line];
      if (script !== 'overblik' || command === undefined || command.startsWith('-')) return [];
      if (!commands.includes(command)) return [line];
      const hasSubCommands = command === 'import' || command === 'quarantine';
      return hasSubCommands && sub !== undefined && !commands.includes(sub) ? [line] : [];
    });
    expect([...new Set(missing)]).toEqual([]);
    expect(called.length).toBeGreaterThan(20);
  });

  it('tell of every variable of the environment in .env.example', () => {
    const read = [...textOf('libs/runtime/configuration.ts').matchAll(/^ {2}\w+: '([A-Z_]+)',$/gm)].map(
      ([, name]) => name,
    );
    expect(read.length).toBeGreaterThan(8);
    expect(read.filter((name) => !textOf('.env.example').includes(`${name}=`))).toEqual([]);
  });
});

describe('the decisions', () => {
  it('are numbered from 0001 without a hole, and listed', () => {
    const numbers = decisions.map((path) => /docs\/adr\/(\d{4})-[a-z0-9-]+\.md$/.exec(path)?.[1] ?? path);
    expect(numbers).toEqual(decisions.map((_, index) => String(index + 1).padStart(4, '0')));
    const list = textOf('docs/adr/README.md');
    expect(decisions.filter((path) => !list.includes(`(${path.slice('docs/adr/'.length)})`))).toEqual([]);
  });

  it.each(decisions)('%s fits a page and says context, decision, what was rejected, and what follows', (path) => {
    const text = textOf(path);
    expect(text).toMatch(new RegExp(`^# ${/\d{4}/.exec(path)?.[0] ?? ''}\\. `));
    const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(['Context', 'Decision', 'Rejected', 'Consequences']);
    expect(text.split(/\s+/).length).toBeLessThan(450);
  });

  it('refer to each other by numbers that there are', () => {
    const named = decisions.flatMap((path) =>
      [...textOf(path).matchAll(/ADR (\d{4})/g)].map(([, number]) => Number(number)),
    );
    expect(named.filter((number) => number < 1 || number > decisions.length)).toEqual([]);
  });
});

describe('what is generated', () => {
  it('docs/events.md is that of the contracts (npm run docs:events writes it)', async () => {
    const generator = '../../docs/generate/event-catalogue.js';
    const { eventCatalogue } = (await import(generator)) as { eventCatalogue(from: typeof catalogue): string };
    expect(textOf('docs/events.md')).toBe(eventCatalogue(catalogue));
  });

  it('docs/dependencies.md shows who imports whom (npm run docs:dependencies writes it)', () => {
    const partOf = (path: string): string => path.split('/').slice(0, 2).join('/');
    const edges = new Set(
      productFiles().flatMap((path) =>
        importsOf(path).flatMap((name) => {
          const across = /^(?:\.\.\/)+(intake|overview|projector|cli|standalone)\//.exec(name)?.[1];
          const to = name.startsWith('#') ? `libs/${name.slice(1).split('/')[0] ?? ''}` : across && `apps/${across}`;
          return to === undefined || to === partOf(path) ? [] : [`${partOf(path)} ${to}`];
        }),
      ),
    );
    const rows = [...textOf('docs/dependencies.md').matchAll(/^\| `([^`]+)` \| (.*) \|$/gm)];
    const shown = rows.flatMap(([, part, imported]) =>
      [...(imported ?? '').matchAll(/`([^`]+)`/g)].map(([, to]) => `${part ?? ''} ${to ?? ''}`),
    );
    expect(shown.sort()).toEqual([...edges].sort());
    expect(rows.length).toBe(foldersIn('libs').length + foldersIn('apps').length);
  });
});
