const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs;

interface Place {
  readonly pointer: string;
  readonly names: Set<string> | null;
  index: number;
  member: string;
  expectsName: boolean;
}

/**
 * The JSON Pointers of the objects in which a name stands twice. The text must be valid JSON already: this reads names
 * and nesting only.
 */
export function findRepeatedNames(json: string): ReadonlySet<string> {
  const repeated = new Set<string>();
  const open: Place[] = [];
  for (const [text] of json.matchAll(token)) {
    const place = open.at(-1);
    if (text === '{' || text === '[') {
      const pointer =
        place === undefined ? '' : `${place.pointer}/${place.names ? escaped(place.member) : place.index}`;
      open.push({ pointer, names: text === '{' ? new Set() : null, index: 0, member: '', expectsName: text === '{' });
    } else if (text === '}' || text === ']') open.pop();
    else if (place === undefined || text === ':') continue;
    else if (text === ',') {
      place.index += 1;
      place.expectsName = place.names !== null;
    } else if (place.expectsName && place.names !== null) {
      place.member = JSON.parse(text) as string;
      if (place.names.has(place.member)) repeated.add(place.pointer);
      place.names.add(place.member);
      place.expectsName = false;
    }
  }
  return repeated;
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
