import { randomUUID } from 'node:crypto';
import type { sendUnaryData } from '@grpc/grpc-js';
import { featuresPb, gossipPb, sharedPb } from './protocol.js';
import type { Switches } from './switches.js';

const STREAMS = 'event_store.client.streams.streams';
const METHODS = [
  { service: STREAMS, method: 'read', features: ['position', 'events'] },
  { service: STREAMS, method: 'append', features: [] },
  { service: STREAMS, method: 'batchappend', features: ['deadline_duration'] },
  { service: 'event_store.client.gossip.gossip', method: 'read', features: [] },
] as const;

/** Answers `GetSupportedMethods`: what the client asks first, and by which it chooses how to append. */
export function supportedMethodsCall(
  switches: Switches,
  version: string,
): (_call: unknown, answer: sendUnaryData<InstanceType<typeof featuresPb.SupportedMethods>>) => void {
  const methods = METHODS.map(({ service, method, features }) =>
    new featuresPb.SupportedMethod()
      .setServiceName(service)
      .setMethodName(method)
      .setFeaturesList([...features]),
  );
  const supported = new featuresPb.SupportedMethods().setEventStoreServerVersion(version).setMethodsList(methods);
  return (_call, answer) => {
    switches.count('serverFeatures');
    answer(null, supported);
  };
}

/** Answers gossip, by which `esdb+discover://` finds its nodes: one leader, itself. */
export function gossipCall(
  switches: Switches,
  port: () => number,
): (_call: unknown, answer: sendUnaryData<InstanceType<typeof gossipPb.ClusterInfo>>) => void {
  const instance = randomUUID();
  return (_call, answer) => {
    switches.count('gossip');
    const leader = new gossipPb.MemberInfo()
      .setInstanceId(new sharedPb.UUID().setString(instance))
      .setTimeStamp(String(Date.now()))
      .setState(gossipPb.MemberInfo.VNodeState.LEADER)
      .setIsAlive(true)
      .setHttpEndPoint(new gossipPb.EndPoint().setAddress('127.0.0.1').setPort(port()));
    answer(null, new gossipPb.ClusterInfo().setMembersList([leader]));
  };
}
