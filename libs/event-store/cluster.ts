/* A door of its own: the cluster's client is large, and whoever has no cluster need not load it. */
export { isClusterAway } from './kurrentdb/cluster-faults.js';
export { markCluster, readClusterMark } from './kurrentdb/cluster-mark.js';
export { openKurrentDbEventStore, type KurrentDbOptions } from './kurrentdb/kurrentdb-event-store.js';
