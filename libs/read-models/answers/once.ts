/** Worked out when it is first asked for, and then kept. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The same for each id by itself. */
export function oncePerId<T>(make: (id: string) => T): (id: string) => T {
  const made = new Map<string, () => T>();
  return (id) => {
    const known = made.get(id) ?? once(() => make(id));
    made.set(id, known);
    return known();
  };
}
