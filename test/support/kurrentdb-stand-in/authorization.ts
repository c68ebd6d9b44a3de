import type { Metadata } from '@grpc/grpc-js';
import { accessDenied, unauthenticated, type CallError } from './call-errors.js';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** How a call ends whose basic credentials are missing or wrong; undefined where they are right, or none are asked for. */
export function refusedCredentials(required: Credentials | undefined, metadata: Metadata): CallError | undefined {
  if (required === undefined) return undefined;
  const [given] = metadata.get('authorization');
  if (given === undefined) return accessDenied;
  const expected = `Basic ${Buffer.from(`${required.username}:${required.password}`).toString('base64')}`;
  return given.toString() === expected ? undefined : unauthenticated;
}
