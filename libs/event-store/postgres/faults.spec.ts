import pg from 'pg';
import { isTransient, ridingOutFaults } from './faults.js';

function databaseError(code: string): pg.DatabaseError {
  const error = new pg.DatabaseError('Failing row contains (Karen Hansen)', 0, 'error');
  error.code = code;
  error.detail = 'Key (name)=(Karen Hansen) already exists.';
  return error;
}

describe('faults of the database', () => {
  it('may pass unless the request is to blame', () => {
    for (const code of ['57P01', '08006', '53300', '40P01', '55P03', '42P01'])
      expect(isTransient(databaseError(code))).toBe(true);
    for (const code of ['22021', '23505', '54000']) expect(isTransient(databaseError(code))).toBe(false);
  });

  it('may pass where the connection is lost, and not where our own code is wrong', () => {
    expect(isTransient(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }))).toBe(true);
    expect(isTransient(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isTransient(new AggregateError([Object.assign(new Error(), { code: 'ECONNREFUSED' })]))).toBe(true);
    expect(isTransient(new TypeError('x is not a function'))).toBe(false);
    expect(isTransient(Object.assign(new TypeError('bad'), { code: 'ERR_INVALID_ARG_TYPE' }))).toBe(false);
    expect(isTransient('text')).toBe(false);
  });

  it('are ridden out for as long as patience lasts', async () => {
    let failures = 3;
    const work = () => (failures-- > 0 ? Promise.reject(databaseError('57P01')) : Promise.resolve('done'));
    expect(await ridingOutFaults(2_000, work)).toBe('done');
    await expect(ridingOutFaults(50, () => Promise.reject(databaseError('57P01')))).rejects.toMatchObject({
      name: 'StoreUnavailable',
    });
  });

  it('leave no word of the rows they quote', async () => {
    for (const code of ['23505', '57P01']) {
      const [settled] = await Promise.allSettled([ridingOutFaults(1, () => Promise.reject(databaseError(code)))]);
      const reason: unknown = settled?.status === 'rejected' ? settled.reason : null;
      expect(reason).toMatchObject({ message: expect.any(String) });
      expect(JSON.stringify(reason, Object.getOwnPropertyNames(reason))).not.toContain('Karen');
    }
  });
});
