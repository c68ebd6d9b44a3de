/**
 * The protocol as the client package itself speaks it: its generated messages and services. They are CommonJS, so the
 * values come by their default export and the types beside them.
 */
import { createRequire } from 'node:module';
import gossipGrpc from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossipPb from '@eventstore/db-client/generated/gossip_pb.js';
import featuresGrpc from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import featuresPb from '@eventstore/db-client/generated/serverfeatures_pb.js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import statusPb from '@eventstore/db-client/generated/status_pb.js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';

export { featuresPb, gossipPb, sharedPb, statusPb, streamsPb };
export const { GossipService } = gossipGrpc;
export const { ServerFeaturesService } = featuresGrpc;

/** A message that has been made bytes already: an event is encoded once, however often it is sent. */
type Encoded = Uint8Array;

const encoded = {
  responseSerialize: (answer: Encoded) => Buffer.from(answer.buffer, answer.byteOffset, answer.length),
};
const { read, append, batchAppend } = streamsGrpc.StreamsService;

/** What a client does with streams; the answers are bytes. Deleting is left out: Overblik never does. */
export const streamsService = {
  read: { ...read, ...encoded },
  append: { ...append, ...encoded },
  batchAppend: { ...batchAppend, ...encoded },
};

type AnyMessage = NonNullable<ReturnType<InstanceType<typeof statusPb.Status>['getDetails']>>;

const ofTheClient = createRequire(createRequire(import.meta.url).resolve('@eventstore/db-client'));
const { Any } = ofTheClient('google-protobuf/google/protobuf/any_pb.js') as { Any: new () => AnyMessage };

/** Details of an error, named by the type of their message, as `google.rpc.Status` carries them. */
export function packed(message: { serializeBinary(): Uint8Array }, typeName: string): AnyMessage {
  const any = new Any();
  any.pack(message.serializeBinary(), typeName);
  return any;
}
