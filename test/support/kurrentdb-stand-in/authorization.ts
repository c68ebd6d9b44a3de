import type { Metadata } from '@grpc/grpc-js';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Judges the basic credentials of a call: `absent` and `wrong` are told apart, as the server does. */
export function judged(required: Credentials | undefined, metadata: Metadata): 'granted' | 'absent' | 'wrong' {
  if (required === undefined) return 'granted';
  const [given] = metadata.get('authorization');
  if (given === undefined) return 'absent';
  const expected = `Basic ${Buffer.from(`${required.username}:${required.password}`).toString('base64')}`;
  return given.toString() === expected ? 'granted' : 'wrong';
}
