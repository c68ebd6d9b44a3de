import type { CaseKind } from './case-kind.js';

export const careKinds: readonly CaseKind[] = [
  {
    key: 'home-care',
    source: 'care',
    weight: 10,
    kle: '27.36.08',
    facet: 'G01',
    sensitivity: 'sensitive',
    unit: 'care',
    who: 'elder',
    days: [3, 28],
    titles: ['Hjemmehjælp - {hjælp}', 'Personlig og praktisk hjælp, {hjælp}', 'Visitation til {hjælp}'],
    words: {
      hjælp: [
        'rengøring hver 14. dag',
        'hjælp til bad',
        'personlig pleje morgen og aften',
        'madservice',
        'indkøb',
        'støttestrømper',
      ],
      pårørende: ['datter', 'søn', 'ægtefælle', 'svigerdatter', 'nabo'],
      leverandør: ['kommunens hjemmepleje', 'Havblik Omsorg', 'Ådal Hjemmeservice'],
      funktion: [
        'går med rollator',
        'er usikker på benene',
        'har tiltagende synsnedsættelse',
        'er netop udskrevet efter hoftebrud',
        'bliver hurtigt forpustet',
      ],
    },
    status: {
      opened: ['Henvendelse modtaget', 'Udskrivningsadvis fra sygehus'],
      informed: ['Funktionsvurdering foretaget', 'Afventer visitationsbesøg'],
      decided: ['Bevilget', 'Afgørelse sendt i Digital Post'],
      closed: ['Ydelsen er ophørt', 'Afsluttet efter rehabilitering'],
    },
    legalBasis: 'Servicelovens § 83, stk. 1',
    outcomes: [
      [80, 'granted'],
      [8, 'refused'],
      [12, 'partly'],
    ],
    service: {
      kinds: ['Hjemmehjælp: praktisk hjælp', 'Hjemmehjælp: personlig pleje'],
      providers: ['Hjemmeplejen Nord', 'Hjemmeplejen Syd', 'Havblik Omsorg ApS'],
    },
    documents: [
      { phase: 'opened', type: 'Henvendelse', direction: 'incoming', title: 'Henvendelse om {hjælp}', share: 0.7 },
      {
        phase: 'informed',
        type: 'Funktionsvurdering',
        direction: 'internal',
        title: 'Funktionsvurdering (Fælles Sprog)',
        share: 0.7,
      },
      { phase: 'decided', type: 'Afgørelse', direction: 'outgoing', title: 'Afgørelse om {hjælp}', share: 0.9 },
      { phase: 'decided', type: 'Plan', direction: 'outgoing', title: 'Døgnrytmeplan', share: 0.3 },
    ],
    notes: [
      {
        phase: 'informed',
        title: 'Visitationsbesøg',
        share: 0.8,
        text: [
          [
            'Besøg i hjemmet {dato}, {pårørende} til stede.',
            'Hjemmebesøg {dato}. Borger var alene.',
            'Visiteret på telefon efter aftale med {pårørende}.',
          ],
          [
            'Borger {funktion} og klarer selv lettere opgaver.',
            'Borger {funktion}, men er ved godt mod og vil gerne klare mest muligt selv.',
            'Borger {funktion}. {pårørende} hjælper i weekenden.',
          ],
          [
            'Bevilges {hjælp}, leveres af {leverandør}.',
            'Forløb efter § 83 a tilbydes først, derefter revurderes behovet for {hjælp}.',
            'Der er behov for {hjælp}; opstart inden for fem hverdage.',
          ],
        ],
      },
      {
        phase: 'decided',
        title: 'Opfølgning',
        share: 0.45,
        text: [
          [
            '{leverandør} melder, at hjælpen fungerer.',
            'Ringet til borger {dato}.',
            '{pårørende} ringer og er bekymret.',
          ],
          [
            'Tiden er tilstrækkelig, ingen ændringer.',
            'Der er aflyst tre gange pga. sygdom hos personalet; beklaget og nyt tidspunkt aftalt.',
            'Borger er faldet i badet uden at komme til skade. Badebænk bestilles, og terapeut kobles på.',
            'Borger spiser for lidt; ernæringsscreening igangsættes.',
          ],
          ['Revurderes {frist}.', ''],
        ],
      },
    ],
  },
  {
    key: 'mobility-aid',
    source: 'care',
    weight: 6,
    kle: '27.60.08',
    facet: 'G01',
    sensitivity: 'confidential',
    unit: 'aids',
    who: 'elder',
    days: [5, 60],
    titles: ['Hjælpemiddel - {hjælpemiddel}', 'Ansøgning om {hjælpemiddel}'],
    words: {
      hjælpemiddel: [
        'rollator',
        'kørestol, manuel',
        'el-scooter',
        'trehjulet cykel',
        'toiletforhøjer',
        'plejeseng',
        'ramper ved hoveddør',
      ],
      terapeut: ['ergoterapeut Tea Lindgaard', 'ergoterapeut Bo Skriver', 'fysioterapeut Ida Kvist'],
    },
    status: {
      opened: ['Ansøgning modtaget'],
      informed: ['Afprøvning aftalt', 'Afventer oplysninger fra egen læge'],
      decided: ['Bevilget som udlån', 'Afgørelse sendt'],
      closed: ['Leveret', 'Returneret til depot'],
    },
    legalBasis: 'Servicelovens § 112',
    outcomes: [
      [76, 'granted'],
      [18, 'refused'],
      [6, 'partly'],
    ],
    documents: [
      { phase: 'opened', type: 'Ansøgning', direction: 'incoming', title: 'Ansøgning om {hjælpemiddel}', share: 0.95 },
      { phase: 'informed', type: 'Notat', direction: 'internal', title: 'Afprøvning af {hjælpemiddel}', share: 0.4 },
      { phase: 'decided', type: 'Afgørelse', direction: 'outgoing', title: 'Afgørelse om {hjælpemiddel}', share: 0.85 },
    ],
    notes: [
      {
        phase: 'informed',
        title: 'Afprøvning',
        share: 0.55,
        text: [
          ['{terapeut} har været i hjemmet {dato}.', 'Afprøvning på depotet {dato} sammen med {terapeut}.'],
          [
            'Hjælpemidlet ({hjælpemiddel}) afprøvet med godt resultat.',
            'Standardudgaven passer ikke; der måles op til en smallere model.',
            'Dørtrinnet er for højt, rampe er nødvendig.',
          ],
          [
            'Funktionsnedsættelsen er varig og lettes i væsentlig grad.',
            'Kan afhjælpes med sædvanligt indbo; afslag overvejes.',
            'Bestilt, levering omkring {frist}.',
          ],
        ],
      },
    ],
  },
  {
    key: 'escort',
    source: 'care',
    weight: 1,
    kle: '27.48.04',
    facet: 'G01',
    sensitivity: 'confidential',
    unit: 'care',
    who: 'adult',
    days: [14, 60],
    titles: ['Ledsageordning, 15 timer', 'Ansøgning om ledsagelse'],
    words: {
      ledsager: ['en nabo', 'en tidligere kollega', 'en studerende'],
      aktivitet: ['svømning', 'korsang', 'indkøb og biograf', 'fodbold'],
    },
    status: {
      opened: ['Ansøgning modtaget'],
      informed: ['Udredning'],
      decided: ['15 timer bevilget'],
      closed: ['Afsluttet'],
    },
    legalBasis: 'Servicelovens § 97',
    outcomes: [
      [85, 'granted'],
      [15, 'refused'],
    ],
    service: { kinds: ['Ledsagelse, 15 timer om måneden'], providers: ['Ledsagerkorpset Egeby'] },
    documents: [
      { phase: 'opened', type: 'Ansøgning', direction: 'incoming', title: 'Ansøgning om ledsageordning', share: 1 },
      { phase: 'decided', type: 'Afgørelse', direction: 'outgoing', title: 'Bevilling af ledsagelse', share: 0.9 },
    ],
    notes: [
      {
        phase: 'informed',
        title: 'Samtale',
        share: 0.6,
        text: [
          ['Borger ønsker ledsagelse til {aktivitet}.', 'Timerne skal især bruges til {aktivitet}.'],
          ['Har selv peget på {ledsager} som ledsager.', 'Kommunen finder en ledsager.'],
          ['Opsparing af timer er forklaret.', 'Børneattest og straffeattest indhentes.'],
        ],
      },
    ],
  },
];
