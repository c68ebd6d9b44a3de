import { partyKeyFrom } from './party-key.js';

describe('the key of a party on the command line', () => {
  it('is a CPR number with or without hyphen, a CVR number, a P-number or an id', () => {
    expect(partyKeyFrom('610180-0001')).toEqual({ cpr: '6101800001' });
    expect(partyKeyFrom('6101800001')).toEqual({ cpr: '6101800001' });
    expect(partyKeyFrom('29990018')).toEqual({ cvr: '29990018' });
    expect(partyKeyFrom('1099999999')).toEqual({ pnr: '1099999999' });
    expect(partyKeyFrom('BFF6DB6C-dfbb-893b-a14e-f58721e91e85')).toEqual({
      id: 'bff6db6c-dfbb-893b-a14e-f58721e91e85',
    });
  });

  it('is refused without being repeated: it may be a number', () => {
    expect(() => partyKeyFrom('610180-000')).toThrow(/^the key must be a CPR number, a CVR number or a party id$/);
  });
});
