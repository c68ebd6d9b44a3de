/** `<family>-<authority>-<uuid>`; of a party event the uuid is the node of its subject, of a mention the node it names. */
export function streamName(family: string, authority: string, id: string): string {
  return `${family}-${authority}-${id}`;
}

/** The family of a stream: what stands before its authority and uuid. */
export function familyOfStream(stream: string): string {
  return stream.slice(0, -46);
}

/** The authority of a stream: the eight digits before its uuid. */
export function authorityOfStream(stream: string): string {
  return stream.slice(-45, -37);
}

/** The uuid a stream ends in. */
export function idOfStream(stream: string): string {
  return stream.slice(-36);
}
