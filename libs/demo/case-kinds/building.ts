import type { CaseKind } from './case-kind.js';

const advisers = ['arkitekt Ulrik Thane', 'Egeby Tegnestue', 'bygherren', 'rådgivende ingeniør'];

export const buildingKinds: readonly CaseKind[] = [
  {
    key: 'building-permit',
    source: 'building',
    weight: 8,
    kle: '02.34.02',
    facet: 'G01',
    sensitivity: 'notConfidential',
    unit: 'building',
    who: 'owner',
    days: [18, 95],
    titles: [
      'Byggetilladelse - {bygning}, {adresse}',
      '{adresse} - opførelse af {bygning}',
      'Ansøgning om byggetilladelse til {bygning}, {adresse}',
    ],
    words: {
      bygning: [
        'enfamiliehus',
        'tilbygning på 42 m²',
        'udestue',
        'ny kvist',
        'anneks',
        'overdækket terrasse på 38 m²',
        'dobbelt carport med udhus',
        'garage på 54 m²',
        'sommerhus',
      ],
      rådgiver: advisers,
      mangel: [
        'målsat situationsplan',
        'dokumentation for brandforhold',
        'snittegning med terrænkoter',
        'nabokvittering',
        'energiramme',
        'fuldmagt fra ejer',
      ],
      lokalplan: ['lokalplan 1.14', 'lokalplan 2.07', 'byplanvedtægt nr. 6', 'lokalplan 4.21'],
    },
    status: {
      opened: ['Ansøgning modtaget', 'Modtaget via selvbetjening'],
      informed: ['Under behandling', 'Afventer supplerende materiale', 'I partshøring', 'Naboorientering udsendt'],
      decided: ['Byggetilladelse meddelt', 'Afgørelse truffet'],
      closed: ['Færdigmeldt og ibrugtaget', 'Sagen er afsluttet'],
    },
    legalBasis: 'Byggelovens § 16, stk. 1',
    outcomes: [
      [82, 'granted'],
      [7, 'refused'],
      [11, 'partly'],
    ],
    documents: [
      {
        phase: 'opened',
        type: 'Ansøgning',
        direction: 'incoming',
        title: 'Ansøgning om byggetilladelse, {bygning}',
        share: 1,
      },
      {
        phase: 'opened',
        type: 'Tegning',
        direction: 'incoming',
        title: 'Situationsplan og facader, {adresse}',
        share: 0.6,
      },
      { phase: 'informed', type: 'Brev', direction: 'outgoing', title: 'Mangelbrev: {mangel}', share: 0.5 },
      {
        phase: 'decided',
        type: 'Afgørelse',
        direction: 'outgoing',
        title: 'Afgørelse om byggetilladelse, {adresse}',
        share: 0.95,
      },
      { phase: 'closed', type: 'Brev', direction: 'incoming', title: 'Færdigmelding af {bygning}', share: 0.5 },
    ],
    notes: [
      {
        phase: 'informed',
        title: 'Gennemgang af ansøgning',
        share: 0.7,
        text: [
          [
            'Ansøgningen er gennemgået.',
            'Materialet er screenet efter BR18.',
            'Har set projektet igennem sammen med kollega fra plan.',
          ],
          [
            'Der mangler {mangel}, og ansøger er bedt om at sende det senest {frist}.',
            'Materialet er ikke fyldestgørende: {mangel} skal eftersendes inden {frist}.',
            'Det eneste udestående er {mangel}. Frist {frist}.',
          ],
          [
            'Byggeriet er i overensstemmelse med {lokalplan}.',
            'Projektet overskrider bebyggelsesprocenten i {lokalplan} med ca. 1,5 procentpoint; dispensation vurderes.',
            'Afstand til skel er 2,5 m, så det skrå højdegrænseplan er overholdt.',
          ],
        ],
      },
      {
        phase: 'informed',
        title: 'Telefonsamtale med {rådgiver}',
        share: 0.3,
        text: [
          ['Ringet op {dato}.', 'Opkald fra {rådgiver}.'],
          [
            'Vi talte om placeringen i forhold til skel, og at der skal målsættes til nabobygning.',
            'Spørger til sagsbehandlingstiden. Oplyst, at den for denne type byggeri er ca. 40 dage fra materialet er fuldt oplyst.',
            'Gennemgik kravene til brand- og konstruktionsklasse.',
          ],
          ['Sender revideret tegning i næste uge.', 'Vender tilbage skriftligt.', ''],
        ],
      },
      {
        phase: 'closed',
        title: 'Ibrugtagning',
        share: 0.25,
        text: [
          [
            'Færdigmelding modtaget, BBR er opdateret.',
            'Byggeriet er færdigmeldt uden bemærkninger. BBR rettet samme dag.',
          ],
          ['Sagen henlægges.', 'Ingen tilsyn nødvendigt.'],
        ],
      },
    ],
  },
  {
    key: 'rural-zone',
    source: 'building',
    weight: 2,
    kle: '01.03.03',
    facet: 'P25',
    sensitivity: 'notConfidential',
    unit: 'building',
    who: 'owner',
    days: [40, 150],
    titles: ['Landzonetilladelse til {anlæg}, {adresse}', '{adresse} - ansøgning efter planlovens § 35, {anlæg}'],
    words: {
      anlæg: [
        'ridebane',
        'jordvarmeanlæg',
        'sø på 450 m²',
        'ændret anvendelse af stald til værksted',
        'solceller på terræn',
        'maskinhus på 280 m²',
      ],
      høring: ['to naboer', 'fire omboende', 'Naturstyrelsen og tre naboer'],
    },
    status: {
      opened: ['Ansøgning modtaget'],
      informed: ['I naboorientering', 'Afventer udtalelse fra Natur og Miljø'],
      decided: ['Landzonetilladelse truffet'],
      closed: ['Klagefrist udløbet - afsluttet'],
    },
    legalBasis: 'Planlovens § 35, stk. 1',
    outcomes: [
      [70, 'granted'],
      [20, 'refused'],
      [10, 'partly'],
    ],
    documents: [
      { phase: 'opened', type: 'Ansøgning', direction: 'incoming', title: 'Ansøgning om {anlæg}', share: 1 },
      {
        phase: 'informed',
        type: 'Partshøring',
        direction: 'outgoing',
        title: 'Naboorientering om {anlæg}, {adresse}',
        share: 0.7,
      },
      { phase: 'informed', type: 'Høringssvar', direction: 'incoming', title: 'Bemærkninger fra nabo', share: 0.35 },
      { phase: 'decided', type: 'Afgørelse', direction: 'outgoing', title: 'Landzoneafgørelse, {anlæg}', share: 0.95 },
    ],
    notes: [
      {
        phase: 'informed',
        title: 'Besigtigelse',
        share: 0.5,
        text: [
          ['Har besigtiget ejendommen {dato}.', 'Besigtigelse foretaget sammen med landinspektør.'],
          [
            'Det ansøgte ({anlæg}) ligger i tilknytning til den eksisterende bebyggelse.',
            'Det ansøgte ligger ca. 60 m fra bebyggelsen og er synligt fra vejen.',
            'Arealet er udpeget som bevaringsværdigt landskab i kommuneplanen.',
          ],
          ['Der er sendt orientering til {høring} med svar senest {frist}.', 'Billeder er lagt på sagen.'],
        ],
      },
    ],
  },
];
