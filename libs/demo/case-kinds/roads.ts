import type { CaseKind } from './case-kind.js';

export const roadKinds: readonly CaseKind[] = [
  {
    key: 'driveway',
    source: 'roads',
    weight: 4,
    kle: '05.14.15',
    facet: 'G01',
    sensitivity: 'notConfidential',
    unit: 'roads',
    who: 'owner',
    days: [6, 45],
    titles: ['Overkørselstilladelse, {adresse}', 'Udvidelse af overkørsel, {adresse}', 'Gravetilladelse ved {adresse}'],
    words: { bredde: ['5', '6', '4,5'], forhold: ['en vejbrønd', 'et vejtræ', 'en lygtepæl', 'et busstop'] },
    status: {
      opened: ['Modtaget'],
      informed: ['Besigtiget'],
      decided: ['Tilladelse givet'],
      closed: ['Arbejdet er udført'],
    },
    legalBasis: 'Vejlovens § 49',
    outcomes: [
      [84, 'granted'],
      [16, 'refused'],
    ],
    documents: [
      { phase: 'opened', type: 'Ansøgning', direction: 'incoming', title: 'Ansøgning vedr. {adresse}', share: 0.9 },
      {
        phase: 'decided',
        type: 'Afgørelse',
        direction: 'outgoing',
        title: 'Tilladelse efter vejloven, {adresse}',
        share: 0.9,
      },
    ],
    notes: [
      {
        phase: 'informed',
        title: 'Besigtigelse',
        share: 0.4,
        text: [
          ['Set på stedet {dato}.', 'Besigtiget sammen med vejmand.'],
          [
            'Der ønskes en bredde på {bredde} m; {forhold} er i vejen og skal flyttes for ansøgers regning.',
            'Oversigten er fin i begge retninger, {bredde} m kan godkendes.',
          ],
          ['Fortovet skal retableres med fliser som nu.', 'Billeder på sagen.'],
        ],
      },
    ],
  },
  {
    key: 'parking-exemption',
    source: 'roads',
    weight: 3,
    kle: '05.09.12',
    facet: 'P25',
    sensitivity: 'notConfidential',
    unit: 'roads',
    who: 'company',
    days: [1, 12],
    titles: ['Parkeringsdispensation, {adresse}', 'Dispensation til standsning ved {adresse}'],
    words: { formål: ['vareindlevering', 'stilladsopstilling', 'container', 'kranbil'] },
    status: {
      opened: ['Modtaget'],
      informed: ['I høring hos politiet'],
      decided: ['Dispensation givet'],
      closed: ['Udløbet'],
    },
    legalBasis: 'Færdselslovens § 92',
    outcomes: [
      [88, 'granted'],
      [12, 'refused'],
    ],
    documents: [
      {
        phase: 'opened',
        type: 'Ansøgning',
        direction: 'incoming',
        title: 'Ansøgning om dispensation til {formål}',
        share: 1,
      },
      { phase: 'decided', type: 'Afgørelse', direction: 'outgoing', title: 'Dispensation, {formål}', share: 0.9 },
    ],
    notes: [
      {
        phase: 'informed',
        title: 'Vilkår',
        share: 0.4,
        text: [
          ['{formål} kan ske kl. 6-10 på hverdage.', 'Fortovet skal holdes frit i 1,3 m ved {formål}.'],
          ['Politiet har ingen bemærkninger.', 'Skiltning betales af ansøger.'],
        ],
      },
    ],
  },
];
