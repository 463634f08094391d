// HEALTHCHECK of the images: is the process alive? Whether it is ready is asked by who sends it work (/readyz).
const port = process.env.NCP_HEALTH_PORT;
try {
  const answer = await fetch(`http://127.0.0.1:${port}/livez`, { signal: AbortSignal.timeout(2_000) });
  process.exitCode = answer.status === 200 ? 0 : 1;
} catch {
  process.exitCode = 1;
}
