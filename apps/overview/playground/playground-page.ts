/** What the package would like to sell is kept out of the page. */
const quiet = '<style>app-banner-container { display: none }</style>';

/** The package's page with its files under `/playground/`, started by our script. */
export function playgroundPage(html: string): string {
  return html
    .replace(/<base[^>]*>/, '<base href="/playground/">')
    .replace(/<title>[^<]*<\/title>/, '<title>Overblik playground</title>')
    .replace('</head>', `${quiet}</head>`)
    .replace('</body>', '<script type="module" src="boot.js"></script></body>');
}
