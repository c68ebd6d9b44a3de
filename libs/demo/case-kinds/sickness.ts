import type { CaseKind } from './case-kind.js';

export const sicknessKinds: readonly CaseKind[] = [
  {
    key: 'sickness-benefit',
    source: 'sickness',
    weight: 11,
    kle: '15.17.06',
    facet: 'G01',
    sensitivity: 'sensitive',
    unit: 'sickness',
    who: 'working',
    days: [20, 170],
    titles: [
      'Sygedagpengeopfølgning',
      'Sygedagpenge - opfølgning, første fraværsdag {dato}',
      'Sygedagpengesag, {stilling}',
    ],
    words: {
      stilling: [
        'butiksassistent',
        'tømrer',
        'social- og sundhedsassistent',
        'chauffør',
        'pædagog',
        'kontorassistent',
        'lagermedarbejder',
        'lærer',
        'kok',
      ],
      årsag: [
        'rygsmerter',
        'stressbelastning',
        'brud på håndled',
        'knæoperation',
        'langvarig hjernerystelse',
        'følger efter lungebetændelse',
        'skulderskade',
      ],
      læge: ['Lægerne Algade', 'Lægehuset Strandhøje', 'Ådal Lægeklinik'],
      timer: ['8', '10', '12', '15', '20'],
      arbejdsgiver: ['arbejdsgiver', 'nærmeste leder', 'HR hos arbejdsgiver'],
    },
    status: {
      opened: ['Raskmelding afventes', 'Oplysningsskema udsendt'],
      informed: ['Opfølgning i gang', 'LÆ 285 indhentet', 'Delvist raskmeldt', 'Visiteret til kategori 2'],
      decided: ['Revurdering foretaget', 'Forlænget efter § 27'],
      closed: ['Raskmeldt', 'Ophørt - fuldt raskmeldt'],
    },
    legalBasis: 'Sygedagpengelovens § 27, stk. 1',
    outcomes: [
      [70, 'granted'],
      [20, 'refused'],
      [10, 'partly'],
    ],
    documents: [
      { phase: 'opened', type: 'Skema', direction: 'incoming', title: 'Oplysningsskema, sygedagpenge', share: 0.9 },
      { phase: 'informed', type: 'Lægeerklæring', direction: 'incoming', title: 'LÆ 285 fra {læge}', share: 0.7 },
      {
        phase: 'informed',
        type: 'Brev',
        direction: 'outgoing',
        title: 'Indkaldelse til opfølgningssamtale {frist}',
        share: 0.7,
      },
      {
        phase: 'decided',
        type: 'Partshøring',
        direction: 'outgoing',
        title: 'Partshøring om ophør af sygedagpenge',
        share: 0.25,
      },
      { phase: 'decided', type: 'Afgørelse', direction: 'outgoing', title: 'Afgørelse efter revurdering', share: 0.6 },
    ],
    notes: [
      {
        phase: 'opened',
        title: 'Visitation',
        share: 0.5,
        text: [
          [
            'Sygemeldt pga. {årsag}, arbejder som {stilling}.',
            'Oplysningsskema modtaget: {årsag}. Ansat som {stilling}.',
          ],
          [
            'Forventer at være tilbage inden for 8 uger.',
            'Kan ikke selv sætte tid på raskmelding.',
            'Er i behandling hos fysioterapeut to gange ugentligt.',
          ],
          [
            'Visiteret til kategori 2. Samtale holdes inden {frist}.',
            'LÆ 285 bestilt hos {læge}.',
            'Standby er aftalt, opfølgning om 8 uger.',
          ],
        ],
      },
      {
        phase: 'informed',
        title: 'Opfølgningssamtale',
        share: 0.8,
        text: [
          ['Samtale holdt på telefon {dato}.', 'Personligt fremmøde {dato}.', 'Digital samtale, gik fint.'],
          [
            'Borger oplyser, at det går langsomt fremad med {årsag}.',
            'Er fortsat udfordret af {årsag} og sover dårligt.',
            'Har haft en god periode og er motiveret for at komme i gang igen.',
            'Smerterne er aftaget efter sidste behandling.',
          ],
          [
            'Delvis genoptagelse med {timer} timer om ugen er aftalt med {arbejdsgiver}.',
            'Der er aftalt rundbordssamtale med {arbejdsgiver}.',
            'Virksomhedspraktik med skånehensyn drøftet; borger vil tænke over det.',
            'Ingen ændring i timetal for nu.',
          ],
          ['Næste opfølgning {frist}.', 'Ny samtale booket til {frist}.'],
        ],
      },
      {
        phase: 'informed',
        title: 'Kontakt til {arbejdsgiver}',
        share: 0.25,
        text: [
          ['Ringet til {arbejdsgiver} {dato}.', 'Opkald fra {arbejdsgiver}.'],
          [
            'De kan tilbyde lettere opgaver i {timer} timer ugentligt.',
            'De ønsker en mulighedserklæring, inden timetallet sættes op.',
          ],
          ['Borger er orienteret.', ''],
        ],
      },
      {
        phase: 'decided',
        title: 'Revurdering',
        share: 0.4,
        text: [
          ['Revurderingstidspunktet nås {frist}.', 'Sagen er gennemgået med faglig koordinator.'],
          [
            'Betingelserne for forlængelse er vurderet: det er overvejende sandsynligt, at borger kan vende tilbage til ordinært arbejde.',
            'Ingen af forlængelsesreglerne vurderes opfyldt; jobafklaring skal drøftes.',
            'Der er iværksat lægebehandling, og borger skønnes at kunne arbejde inden for 134 uger.',
          ],
        ],
      },
    ],
  },
  {
    key: 'job-clarification',
    source: 'sickness',
    weight: 3,
    kle: '15.17.26',
    facet: 'G01',
    sensitivity: 'sensitive',
    unit: 'sickness',
    who: 'working',
    days: [90, 420],
    titles: ['Jobafklaringsforløb', 'Ressourceforløb ved jobafklaring'],
    words: {
      skade: ['kroniske rygsmerter', 'depression', 'piskesmæld', 'slidgigt i hoften', 'udbrændthed'],
      sted: ['genbrugsbutikken', 'et plejecenter', 'kommunens gartneri', 'en kantine', 'et lager i Nørre Lindskov'],
      mentor: ['mentor', 'socialmentor', 'psykolog'],
    },
    status: {
      opened: ['Forløb iværksat'],
      informed: ['Rehabiliteringsplan udarbejdet', 'I virksomhedspraktik'],
      decided: ['Behandlet i rehabiliteringsteam'],
      closed: ['Forløb afsluttet'],
    },
    legalBasis: 'Aktivlovens § 68',
    outcomes: [
      [85, 'granted'],
      [15, 'refused'],
    ],
    documents: [
      {
        phase: 'opened',
        type: 'Plan',
        direction: 'internal',
        title: 'Rehabiliteringsplan, forberedende del',
        share: 0.9,
      },
      {
        phase: 'informed',
        type: 'Lægeerklæring',
        direction: 'incoming',
        title: 'LÆ 265 til rehabiliteringsteam',
        share: 0.6,
      },
      {
        phase: 'decided',
        type: 'Afgørelse',
        direction: 'outgoing',
        title: 'Bevilling af jobafklaringsforløb',
        share: 0.9,
      },
    ],
    notes: [
      {
        phase: 'informed',
        title: 'Status på forløb',
        share: 0.8,
        text: [
          ['Møde med borger og {mentor} {dato}.', 'Status aftalt med tilbuddet.'],
          [
            'Praktikken i {sted} er startet med 4 timer ugentligt.',
            'Fremmødet i {sted} har været stabilt de sidste fire uger.',
            'Praktik i {sted} er afbrudt pga. forværring af {skade}.',
          ],
          [
            'Vi fortsætter planen uændret.',
            '{mentor} bevilges 2 timer ugentligt i tre måneder.',
            'Timetallet søges øget gradvist.',
          ],
        ],
      },
    ],
  },
];
