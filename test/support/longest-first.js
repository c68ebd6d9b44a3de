/**
 * What takes a minute and more where nothing else runs, longest first: begun last, it would run alone at the end while
 * the other processors idle. Jest itself knows how long a file takes only where it has run before.
 */
const longest = [
  'test/properties/any-order',
  'test/security/leaks/world-without',
  'test/properties/seeded-faults',
  'test/security/fuzz/requests',
  'test/scenarios/demo/demo',
  'test/security/leaks/every-list',
  'test/contracts/event-store/kurrentdb-stand-in',
  'test/scenarios/cli/',
  'test/properties/',
  'test/faults/',
  'test/security/',
];

/** The order of the files of a run: by the list, and what is not on it last. */
export default class LongestFirst {
  sort(tests) {
    const place = ({ path }) => longest.findIndex((part) => path.includes(`/${part}`)) + 1 || longest.length + 1;
    return [...tests].sort((one, other) => place(one) - place(other) || (one.path < other.path ? -1 : 1));
  }

  /** An equal share of the files, every n-th of them. */
  shard(tests, { shardIndex, shardCount }) {
    return this.sort(tests).filter((_, index) => index % shardCount === shardIndex - 1);
  }

  /** Which failed last is not kept: all. */
  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
}
