/** Of the project `cluster`: the same tests, with events in a cluster. */
process.env.OVERBLIK_TEST_EVENT_STORE ??= 'stand-in';
