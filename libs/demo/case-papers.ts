import type { Phase } from './case-kinds/case-kind.js';
import type { Telling } from './telling.js';
import { demoId } from './municipality.js';
import { referTo } from './party-refs.js';
import { sourceSystem } from './source-systems.js';
import { compose, fill, withDates } from './texts.js';

const PROGRESS = { incoming: 'received', outgoing: 'final', internal: 'inReview' } as const;

/** The letters, applications and decisions of a case. */
export function tellDocuments(telling: Telling): void {
  const { plan, outbox, calendar, random, slots, handler, identities } = telling;
  const { kind, subject } = plan;
  let number = 0;
  for (const template of kind.documents) {
    const day = dayIn(telling, template.phase);
    if (day === undefined || isMoot(telling, template.phase) || !random.chance(template.share)) continue;
    number += 1;
    const id = demoId('document', `${plan.id}/${number}`);
    const base = { system: kind.source, subject: id, registeredBy: handler.id } as const;
    const share = 0.2 + random.next() * 0.7;
    const progress = PROGRESS[template.direction];
    outbox.add({
      ...base,
      name: 'document.registered',
      time: calendar.working(day, share),
      data: {
        documentNumber: `${plan.caseNumber}-${number}`,
        title: fill(template.title, withDates(slots, calendar, day, random)),
        documentType: template.type,
        direction: template.direction,
        letterDate: calendar.day(day - (template.direction === 'incoming' ? random.int(0, 3) : 0)),
        sensitivity: kind.sensitivity,
        progress,
        cases: [{ caseId: plan.id, link: template.type === 'Bilag' ? 'attached' : 'filed' }],
        ...(random.chance(0.4)
          ? { parties: [{ party: referTo(subject, identities, day, false), role: 'primary' as const }] }
          : {}),
        ...(sourceSystem(kind.source).capabilities.hop ? { hop: { key: `${plan.caseNumber}-${number}` } } : {}),
      },
    });
    if (progress === 'inReview' && day < -10)
      outbox.add({
        ...base,
        name: 'document.progress-changed',
        time: calendar.working(day + random.int(1, 9), share),
        data: { progress: 'final' },
      });
    if (random.chance(0.02) && day < -10)
      outbox.add({
        ...base,
        name: 'document.version-added',
        time: calendar.working(day + 2, share),
        data: { version: '2.0' },
      });
  }
}

/** What caseworkers wrote down; now and then corrected, or withdrawn because it was the wrong case. */
export function tellNotes(telling: Telling): void {
  const { plan, outbox, calendar, random, slots, handler } = telling;
  let number = 0;
  for (const template of plan.kind.notes) {
    const from = dayIn(telling, template.phase);
    const rounds =
      template.phase === 'informed'
        ? random.weighted([
            [6, 1],
            [3, 2],
            [1, 3],
          ] as const)
        : 1;
    for (let round = 0; from !== undefined && !isMoot(telling, template.phase) && round < rounds; round += 1) {
      const day = calendar.workday(from + round * random.int(6, 25));
      if (day > -1 || !random.chance(template.share * (round === 0 ? 1 : 0.7))) continue;
      number += 1;
      const id = demoId('note', `${plan.id}/${number}`);
      const dated = withDates(slots, calendar, day, random);
      const note = {
        caseId: plan.id,
        title: fill(template.title, dated),
        text: compose(template.text, dated, random),
        format: 'text' as const,
        author: handler,
        notedOn: calendar.day(day),
      };
      const base = { system: plan.kind.source, registeredBy: handler.id } as const;
      outbox.add({
        ...base,
        name: 'journal-note.recorded',
        subject: id,
        time: calendar.working(day, 0.35 + random.next() * 0.6),
        data: note,
      });
      const fate = random.weighted([
        [95, 'stands'],
        [4, 'corrected'],
        [1, 'withdrawn'],
      ] as const);
      if (day > -3 || fate === 'stands') continue;
      const time = calendar.working(day + 1, 0.2);
      if (fate === 'withdrawn')
        outbox.add({
          ...base,
          name: 'journal-note.withdrawn',
          subject: id,
          time,
          data: { reason: 'Noteret på den forkerte sag' },
        });
      else
        outbox.add({
          ...base,
          name: 'journal-note.corrected',
          subject: demoId('note', `${plan.id}/${number}/corrected`),
          time,
          data: { ...note, text: `${note.text} Rettelse: ${random.pick(CORRECTIONS)}`, supersedes: id },
        });
    }
  }
}

const CORRECTIONS = [
  'datoen ovenfor er rettet efter samtale med borger.',
  'der var byttet om på to sager i første udgave af notatet.',
  'beløb og timetal er kontrolleret og passer nu.',
  'navnet på kontaktpersonen er fjernet.',
];

/** What follows a decision in the citizen's favour has no place in a case that was refused. */
function isMoot({ outcome }: Telling, phase: Phase): boolean {
  return outcome === 'refused' && phase === 'closed';
}

/** A day in the phase, if the case has come so far. */
function dayIn({ phases, random, calendar }: Telling, phase: Phase): number | undefined {
  const from = phases.find((each) => each.phase === phase);
  if (from === undefined) return undefined;
  return calendar.workday(Math.min(-1, from.day + (phase === 'opened' || phase === 'decided' ? 0 : random.int(0, 6))));
}
