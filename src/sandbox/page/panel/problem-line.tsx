/** Why the last thing pressed in this section was refused. */
export function ProblemLine({ problem }: { readonly problem: string | null }) {
  return (
    <div role="alert" className="panel-problem-place">
      {problem !== null && <p className="panel-problem">{problem}</p>}
    </div>
  );
}
