/** The full 360° view of a party, ready to run: the first page of every list. */
export const readyQuestion = `# The full 360° view of a party, across all source systems.
#
# 1. A token:  npm run overblik -- token --authority <cvr> --role caseworker
#    Open this page as /playground#token=<token>, or put it under Set Headers (top left).
# 2. A party:  below under Variables, by exactly one of id, cpr, cvr, pnr, replacement, other.
# 3. Ctrl+Enter.

query Overview($key: PartyKey!, $asOf: DateTime, $asKnownAt: DateTime) {
  party(key: $key, asOf: $asOf, asKnownAt: $asKnownAt) {
    id
    kind
    name
    nameProtected
    birthDate
    status
    diedOn
    identifiers { type value from to }
    address { lines postalCode city municipalityCode coName }
    addressProtected
    addressHistory { address { lines postalCode city } from to }
    nameHistory { name from to }
    relations { kind from to party { id kind name nameProtected } }
    cases(first: 20) {
      totalCount
      pageInfo { hasNextPage endCursor }
      restricted { family source }
      edges {
        node {
          id
          source
          caseNumber
          title
          kle
          facet
          sensitivity
          progress
          progressRaw
          statusText
          openedOn
          closedOn
          decision { outcome decidedOn legalBasis }
          responsibleUnit { kind id name }
          primaryHandler { kind id name }
          parties { role from to party { id kind name nameProtected } }
          hop
          lastEventAt
        }
      }
    }
    documents(first: 60) {
      totalCount
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          id
          source
          documentNumber
          title
          documentType
          direction
          letterDate
          version
          sensitivity
          progress
          cases { link case { id caseNumber } }
          hop
        }
      }
    }
    journalNotes(first: 40) {
      totalCount
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          id
          source
          title
          text
          format
          notedOn
          withdrawn
          supersedes
          author { kind id name }
          case { id caseNumber }
        }
      }
    }
    grants(first: 20) {
      totalCount
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          id
          source
          grantNumber
          start
          end
          status
          sensitivity
          case { id caseNumber }
          benefits { id name kle start end repayable }
          plans { id benefitId frequency inArrears dispositionDay amount currency }
        }
      }
    }
    payments(first: 20) {
      totalCount
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          id
          source
          from
          to
          gross
          net
          currency
          dispositionDate
          status
          paidAmount
          paidOn
          lines {
            from
            to
            amount
            benefit { id name kle }
            plan { id frequency amount currency }
            grant { id grantNumber }
            case { id caseNumber }
            decision { outcome decidedOn legalBasis }
          }
        }
      }
    }
    services(first: 20) {
      totalCount
      pageInfo { hasNextPage endCursor }
      edges { node { id source kind kle provider start end case { id caseNumber } } }
    }
    timeline(first: 50) {
      totalCount
      pageInfo { hasNextPage endCursor }
      edges { node { id kind at title objectId source } }
    }
    freshness { source state lastEventAt lastHeartbeatAt missing message }
  }
}
`;
