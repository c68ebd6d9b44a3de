import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalContent, catalogue, checkEvent, exampleOf, isProblem, type EventName } from '#contracts';
import { createAuthorityKeyring, identify } from '#personal-data';

/**
 * One event of every type and version as it was sent, and as it lay in the store. A frozen file is never changed: what
 * was once accepted stays readable, is still the same content when it is sent again, and leads to the same nodes.
 */
const FOLDER = join(process.cwd(), 'test', 'history', 'v1');
const keyring = createAuthorityKeyring(Buffer.alloc(32, 7));
const CARRIER_ID = '0f6f3a1c-5c0e-5d5b-9d3a-2f1f6e2a7c11';

function storedFormOf(sent: unknown) {
  const event = checkEvent(sent);
  if (isProblem(event)) throw new Error(`${event.rule} ${event.path}: ${event.message}`);
  const { stream, stored, mentions } = identify(event, CARRIER_ID, keyring(event.authority));
  return { sent, content: canonicalContent(event), stream, stored, mentions };
}

function frozen(name: EventName): unknown {
  const file = join(FOLDER, `${name}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const definition = catalogue.byName.get(name);
  if (definition === undefined) throw new Error(`the catalogue has lost ${name}`);
  throw new Error(
    `a new event type: freeze it by writing this to ${file}\n${JSON.stringify(storedFormOf(exampleOf(definition)), null, 2)}`,
  );
}

describe('what was stored once', () => {
  it.each([...catalogue.byName.keys()] as EventName[])('is read and stored today as it was then: %s', (name) => {
    const then = frozen(name) as { sent: unknown };
    expect(JSON.parse(JSON.stringify(storedFormOf(then.sent)))).toEqual(then);
  });

  it('is kept for ever: no type has left the catalogue', () => {
    const files = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));
    expect(files.sort()).toEqual([...catalogue.byName.keys()].sort());
  });
});
