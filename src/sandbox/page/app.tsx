export function App() {
  return <main>Upgrade Bot: sandbox</main>;
}
