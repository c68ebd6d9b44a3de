/** The full 360° view of a party in one question: the first page of every list. Without quotes, so that a shell line can carry it. */
export const overviewQuestion = `query($key: PartyKey!) { party(key: $key) {
  id kind name nameProtected birthDate status diedOn identifiers { type value from to }
  address { lines postalCode city municipalityCode coName } addressProtected
  addressHistory { address { lines postalCode city } from to } nameHistory { name from to }
  relations { kind from to party { id kind name nameProtected } }
  cases(first: 20) { totalCount pageInfo { hasNextPage endCursor } edges { node { id source caseNumber title kle facet sensitivity progress statusText openedOn closedOn
    decision { outcome decidedOn legalBasis } responsibleUnit { name } primaryHandler { name } parties { role party { id name nameProtected } } hop lastEventAt } } }
  documents(first: 60) { totalCount edges { node { id source title documentType direction letterDate progress cases { link case { caseNumber } } hop } } }
  journalNotes(first: 40) { totalCount edges { node { id source title text notedOn withdrawn author { name } case { caseNumber } } } }
  grants(first: 20) { totalCount edges { node { id source grantNumber start end status case { caseNumber } benefits { id name kle start end } plans { benefitId frequency amount currency } } } }
  payments(first: 20) { totalCount edges { node { id source from to gross net currency dispositionDate status paidAmount paidOn lines { amount benefit { name } plan { amount } grant { grantNumber } case { caseNumber } decision { outcome decidedOn } } } } }
  services(first: 20) { totalCount edges { node { id source kind provider start end case { caseNumber } } } }
  timeline(first: 50) { totalCount edges { node { kind at title source } } }
  freshness { source state lastEventAt lastHeartbeatAt missing message }
} }`.replace(/\s+/g, ' ');
