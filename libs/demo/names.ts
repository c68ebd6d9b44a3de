/** First names by generation: a child of 2019 is not called Inger. */
export interface NamePool {
  readonly bornFrom: number;
  readonly women: readonly string[];
  readonly men: readonly string[];
}

export const firstNames: readonly NamePool[] = [
  {
    bornFrom: 1930,
    women: words(
      `Inger Karen Kirsten Birthe Ruth Ellen Grethe Edith Gerda Jytte Ingrid Else Vibeke Lis Bodil Tove Asta Åse Ragnhild Elly`,
    ),
    men: words(
      `Svend Kaj Børge Ove Aage Poul Knud Erik Verner Gunnar Egon Holger Bent Viggo Harald Jørgen Preben Ejner Orla Åge`,
    ),
  },
  {
    bornFrom: 1953,
    women: words(
      `Lone Susanne Anne Hanne Marianne Lene Helle Charlotte Pia Gitte Bente Annette Dorthe Tina Ulla Kirstine Jette Winnie Britta Ane`,
    ),
    men: words(
      `Lars Michael Jens Peter Henrik Søren Niels Thomas Torben Claus Finn Flemming Steen Carsten Mogens Allan Kim Bo Bjarne Jørn`,
    ),
  },
  {
    bornFrom: 1973,
    women: words(
      `Mette Louise Camilla Maria Rikke Trine Stine Line Maja Sara Signe Katrine Cecilie Sofie Julie Anja Heidi Bettina Malene Fatima Agnieszka Özlem`,
    ),
    men: words(
      `Martin Jesper Kasper Anders Rasmus Mads Mikkel Christian Jakob Kristian Nikolaj Simon Daniel Jonas Morten Brian Dennis Mohammed Piotr Ahmed Jeppe`,
    ),
  },
  {
    bornFrom: 1998,
    women: words(
      `Emma Freja Ida Laura Mathilde Caroline Amalie Isabella Frida Alberte Nanna Thea Silje Aya Zahra Sofia Josefine Liva Karla Ella`,
    ),
    men: words(
      `William Oliver Noah Emil Victor Magnus Lucas Frederik Malthe Valdemar August Oscar Anton Storm Elias Ali Adam Villads Aksel Tobias`,
    ),
  },
  {
    bornFrom: 2012,
    women: words(
      `Agnes Alma Olivia Luna Ellie Clara Nora Anna Asta Lily Hannah Aurora Merle Vilma Saga Mille Amina Ronja Elna Esther`,
    ),
    men: words(
      `Arthur Theo Otto Carl Alfred Johan Felix Lauge Viggo Hugo Pelle Konrad Walther Bertram Loui Sami Birk Matheo Kalle Vincent`,
    ),
  },
];

/** Surnames that are carried in the middle, by women and men alike. */
export const middleNames = words(
  `Holm Lund Bech Dahl Krogh Damgaard Skov Winther Friis Kjær Bruun Fink Rask Balle Vang Munk`,
);

export const lastNames: readonly (readonly [weight: number, name: string])[] = [
  ...words(`Nielsen Jensen Hansen Pedersen Andersen Christensen Larsen Sørensen Rasmussen Jørgensen`).map(
    (name) => [8, name] as const,
  ),
  ...words(
    `Petersen Madsen Kristensen Olsen Thomsen Christiansen Poulsen Johansen Møller Mortensen Knudsen Jakobsen`,
  ).map((name) => [4, name] as const),
  ...words(
    `Lund Holm Schmidt Østergaard Bach Kjær Vestergaard Nørgaard Skovgaard Lauridsen Bertelsen Dam Bruun Krogh Toft Åkjær Thygesen Hedegaard Bæk Gammelgaard Ravn Hjort Villadsen Juhl Ibsen`,
  ).map((name) => [2, name] as const),
  ...[
    'Nguyen',
    'Ali',
    'Yılmaz',
    'Kowalski',
    'Hussein',
    'Al-Khatib',
    'Popescu',
    'Ahmadi',
    'Shevchenko',
    'von Bülow',
  ].map((name) => [1, name] as const),
];

function words(text: string): readonly string[] {
  return text.split(' ');
}
