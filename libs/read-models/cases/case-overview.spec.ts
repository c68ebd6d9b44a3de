import fc from 'fast-check';
import { OPEN_PROFILE } from '#access';
import type { DataOf } from '#contracts';
import type { Identified } from '#personal-data';
import type { RecordedEvent } from '#projection-engine';
import { given, recorded, type RecordedDraft } from '#projection-engine/testing';
import { caseOverview } from './case-overview.projection.js';
import { deriveCase } from './case-overview.table.js';
import { milestones, progressMoments } from './case-moments.js';
import { rightsFacts, viewCase } from './case-overview.view.js';

const day = (number: number): string => `2026-01-${String(number).padStart(2, '0')}T00:00:00.000000Z`;
const view = (row: Parameters<typeof viewCase>[1], moment: Parameters<typeof viewCase>[2]) =>
  viewCase('case', row, moment);

type Registration = Identified<DataOf<'case.registered'>>;
const registered = (over: Partial<Registration> = {}, draft: RecordedDraft = {}): RecordedEvent<'case.registered'> =>
  recorded(
    'case.registered',
    {
      caseNumber: '26/1',
      title: 'Boligstøtte',
      kle: '32.03.12',
      sensitivity: 'confidential',
      openedOn: '2026-01-01',
      parties: [],
      ...over,
    },
    { at: day(1), ...draft },
  );
const progress = (to: DataOf<'case.progress-changed'>['progress'], draft: RecordedDraft, statusText?: string) =>
  recorded('case.progress-changed', statusText === undefined ? { progress: to } : { progress: to, statusText }, draft);

describe('a case', () => {
  it('is not there before its founding event applies', () => {
    const known = given(caseOverview, progress('decided', { at: day(1) }), registered({}, { at: day(2) }));
    expect(known.shows(view, day(1))).toBeUndefined();
    expect(known.shows(view, day(2))).toMatchObject({ progress: 'DECIDED', caseNumber: '26/1' });
  });

  it('shows a change dated tomorrow tomorrow, without a new event', () => {
    const known = given(caseOverview, registered(), progress('closed', { at: day(2), from: day(5) }));
    expect(known.shows(view, day(4))?.closedOn).toBeNull();
    expect(known.shows(view, day(5))).toMatchObject({ progress: 'CLOSED', closedOn: '2026-01-05' });
    const segments = deriveCase('29189846/case', known.row, day(3))['case_current'] ?? [];
    expect(segments.map((row) => [row['valid_from'], row['valid_to'], row['progress']])).toEqual([
      ['-infinity', day(5), 'OPENED'],
      [day(5), 'infinity', 'CLOSED'],
    ]);
  });

  it('shows the next best statement again when one has ended', () => {
    const known = given(caseOverview, registered(), progress('decided', { at: day(2), to: day(4) }));
    expect(known.shows(view, day(3))?.progress).toBe('DECIDED');
    expect(known.shows(view, day(4))?.progress).toBe('OPENED');
  });

  it('is not reopened by a second registration that leaves the progress out', () => {
    const known = given(
      caseOverview,
      registered(),
      progress('closed', { at: day(2) }),
      registered({ title: 'Ny titel' }, { at: day(3) }),
    );
    expect(known.shows(view, day(4))).toMatchObject({ progress: 'CLOSED', title: 'Ny titel' });
  });

  it('loses what a later registration leaves out, but not what a registration cannot state', () => {
    const known = given(
      caseOverview,
      registered({ statusText: 'Modtaget', facet: 'G01', parties: [{ role: 'primary', party: { partyId: 'anna' } }] }),
      recorded('case.decided', { outcome: 'granted', decidedOn: '2026-01-02' }, { at: day(2) }),
      registered({}, { at: day(3) }),
    );
    expect(known.shows(view, day(2))).toMatchObject({
      statusText: 'Modtaget',
      facet: 'G01',
      partyLinks: [{ nodeId: 'anna', role: 'PRIMARY' }],
    });
    expect(known.shows(view, day(3))).toMatchObject({
      statusText: null,
      facet: null,
      partyLinks: [],
      decision: { outcome: 'GRANTED' },
    });
  });

  it('shows the raw progress of older sources in the phase it lies in', () => {
    expect(given(caseOverview, registered({ progress: 'ordered' })).shows(view, day(1))).toMatchObject({
      progress: 'DECIDED',
      progressRaw: 'ordered',
    });
  });

  it('ends an actor only where the end names him', () => {
    const anna = { kind: 'user', id: 'anna' } as const;
    const bo = { kind: 'user', id: 'bo' } as const;
    const role = 'primaryHandler' as const;
    const known = given(
      caseOverview,
      registered({ primaryHandler: anna }),
      recorded('case.actor-assigned', { role, actor: bo }, { at: day(2) }),
      recorded('case.actor-ended', { role, actor: anna }, { at: day(3) }),
      recorded('case.actor-ended', { role, actor: bo }, { at: day(4) }),
    );
    expect(known.shows(view, day(3))?.primaryHandler?.id).toBe('bo');
    expect(known.shows(view, day(4))?.primaryHandler).toBeNull();
  });

  it('takes an imported progress history in the periods it tells', () => {
    const { data } = registered();
    const known = given(
      caseOverview,
      recorded(
        'case.imported',
        {
          ...data,
          progressHistory: [
            { progress: 'opened', from: day(1) },
            { progress: 'informed', from: day(3) },
            { progress: 'closed', from: day(5) },
          ],
        },
        { at: day(9), from: day(1) },
      ),
    );
    expect([1, 3, 5].map((number) => known.shows(view, day(number))?.progress)).toEqual([
      'OPENED',
      'INFORMED',
      'CLOSED',
    ]);
  });

  it('is judged by view classes and profiles as they apply', () => {
    const members = [
      { kind: 'user', id: 'anna', name: 'Anna' },
      { kind: 'unit', id: 'U1' },
      { kind: 'itSystem', id: 'bo' },
    ] as const;
    const known = given(
      caseOverview,
      registered(),
      recorded('case.visibility-restricted', { viewClass: 'x' }, { at: day(2) }),
      recorded('case.visibility-restricted', { viewClass: 'y' }, { at: day(3) }),
      recorded('case.visibility-restored', { viewClass: 'x' }, { at: day(4) }),
      recorded('case.visibility-restored', { viewClass: 'y' }, { at: day(5) }),
      recorded('case.security-profile-set', { members: [...members] }, { at: day(6) }),
      recorded('case.security-profile-set', { members: [{ kind: 'organisation', id: 'anna' }] }, { at: day(7) }),
      recorded('case.security-profile-set', { members: [] }, { at: day(8) }),
    );
    const judgedOn = (number: number): unknown => {
      const moment = { asOf: day(number), knownAt: null };
      const seen = viewCase('case', known.row, moment);
      if (seen === undefined) return undefined;
      const { viewClasses, profile } = rightsFacts(known.row, seen, moment);
      return [viewClasses, profile];
    };
    expect([1, 2, 3, 4, 5, 6, 7, 8].map(judgedOn)).toEqual([
      [[], OPEN_PROFILE],
      [['x'], OPEN_PROFILE],
      [['x', 'y'], OPEN_PROFILE],
      [['y'], OPEN_PROFILE],
      [[], OPEN_PROFILE],
      [[], ['user/anna', 'unit/U1']],
      [[], []],
      [[], OPEN_PROFILE],
    ]);
  });

  it('tells its timeline: opening and closing once, and every other change of progress or status text', () => {
    const known = given(
      caseOverview,
      registered(),
      progress('opened', { at: day(1), sequence: '1' }, 'Modtaget'),
      progress('informed', { at: day(2) }, 'Oplyst'),
      progress('informed', { at: day(3) }, 'Partshørt'),
      progress('closed', { at: day(4) }),
      progress('informed', { at: day(5) }),
    );
    expect(progressMoments(known.row, null).map(({ at }) => at)).toEqual([day(2), day(3), day(5)]);
    const closed = known.shows(view, day(4));
    expect(closed === undefined ? [] : milestones(closed).map(({ kind }) => kind)).toEqual([
      'CASE_OPENED',
      'CASE_CLOSED',
    ]);
    const reopened = known.shows(view, day(5));
    expect(reopened === undefined ? [] : milestones(reopened).map(({ kind }) => kind)).toEqual(['CASE_OPENED']);
  });

  it('forgets everything when purged, in whatever order its events come', () => {
    const purged = recorded('case.purged', { basis: 'Arkivloven' }, { at: day(2) });
    for (const events of [
      [registered(), purged],
      [purged, registered()],
    ]) {
      const known = given(caseOverview, ...events);
      expect(known.shows(view, day(1))).toBeUndefined();
      expect(JSON.stringify(known.row)).not.toContain('Boligstøtte');
      expect(deriveCase('29189846/case', known.row, day(3))).toEqual({});
    }
  });

  it('comes back after a removal only by a later-registered founding event', () => {
    const removed = recorded('case.removed', { reason: 'Fejl' }, { at: day(3) });
    const known = given(caseOverview, registered(), removed, registered({}, { at: day(2), id: 'late' }));
    expect(known.shows(view, day(2))).toBeDefined();
    expect(known.shows(view, day(4))).toBeUndefined();
    expect(
      given(caseOverview, registered(), removed, registered({}, { at: day(5) })).shows(view, day(5)),
    ).toBeDefined();
  });

  it('is the same for every order of arrival', () => {
    const events = [
      registered(),
      progress('informed', { at: day(2) }, 'A'),
      progress('informed', { at: day(2), sequence: '1' }, 'B'),
      recorded('case.attributes-changed', { title: 'Rettet', statusText: null }, { at: day(3), to: day(6) }),
      recorded('case.party-added', { role: 'primary', party: { partyId: 'anna' } }, { at: day(4) }),
      recorded('case.removed', { reason: 'x' }, { at: day(7) }),
      registered({ title: 'Igen' }, { at: day(8) }),
    ];
    const expected = given(caseOverview, ...events);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(events, { minLength: events.length }),
        fc.integer({ min: 1, max: 9 }),
        (shuffled, number) => {
          expect(given(caseOverview, ...shuffled).shows(view, day(number))).toEqual(expected.shows(view, day(number)));
        },
      ),
    );
  });
});
