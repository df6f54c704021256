/** English words without a meaning of their own, and those of the usual formulas of a description. */
export const stopWords: ReadonlySet<string> = new Set(
  (
    'a about above after again all also am an any are as asked asking asks at be because been before being below ' +
    'between both by can could did do does doing done during each either else ever every everything few for from ' +
    'further get gets getting give given gives go going had has have having he help helps her here hers him his ' +
    'how i if in into is it its itself just let like made make makes making may me mentions more most must my ' +
    'need needed needs no nor not now of off on once one only onto or other our out over own per please provide ' +
    'provides really request requests s same she should skill skills so some something such t than that the their ' +
    'them then there these they thing things this those through to too trigger triggers two under until up upon ' +
    'use used useful user users uses using various very via want wanted wants was way we well were what when ' +
    'whenever where whether which while who whom whose why will with within without work working works would you ' +
    'your yours etc e.g i.e eg ie e g'
  ).split(' '),
);
