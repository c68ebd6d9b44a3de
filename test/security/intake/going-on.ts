import { openIntakeTrial, progress, type IntakeTrial } from '../../scenarios/intake/intake-trial.js';

/** A trial for the tests of the file it is called in; after each of them the service must go on: a good event is taken. */
export function trialThatGoesOn(): () => IntakeTrial {
  let trial: IntakeTrial;
  beforeAll(async () => {
    trial = await openIntakeTrial();
  });
  afterAll(() => trial.close());

  let probe = 0;
  afterEach(async () => {
    const [receipt] = await trial.structured(
      progress({ id: `alive-${probe++}`, subject: 'case/00000000-0000-4000-8000-00000000a11e' }),
    );
    expect(receipt?.status).toBe('accepted');
    expect(trial.logged.filter((entry) => entry.includes('nobody foresaw'))).toEqual([]);
  });
  return () => trial;
}
