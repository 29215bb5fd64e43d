/** The field in the morning: sugar palms on the dykes, furrows running to the hills. Fills its frame. */
export function FieldDrawing() {
  return (
    <svg
      className="field-drawing"
      viewBox="0 0 800 600"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
      focusable="false"
    >
      <defs>
        <linearGradient id="field-sky" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#f9edd0" />
          <stop offset="1" stopColor="#f6d391" />
        </linearGradient>
        <linearGradient id="field-ground" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#3c7d58" />
          <stop offset="1" stopColor="#143f28" />
        </linearGradient>
      </defs>
      <rect width="800" height="600" fill="url(#field-sky)" />
      <circle cx="470" cy="226" r="54" fill="#e58a3c" />
      <path
        d="M0 290c90-46 150-50 230-22 60-40 130-46 210-6 80-36 150-34 210-2 60-22 110-20 150-6v90H0z"
        fill="#9fb98c"
      />
      <path d="M0 318c120-30 260-34 400-16 140-16 280-14 400 8v60H0z" fill="#6d9a6a" />
      <g stroke="#4d3a22" strokeWidth="7" strokeLinecap="round" fill="none">
        <path d="M262 344c2-50 3-86 0-128" />
        <path d="M328 340c-1-34-2-58 1-86" />
        <path d="M554 342c1-38 2-66-1-98" />
      </g>
      {[
        [262, 212, 1],
        [329, 250, 0.72],
        [553, 240, 0.8],
      ].map(([x, y, scale]) => (
        <g key={x} transform={`translate(${x} ${y}) scale(${scale})`} fill="#2c6442">
          {[-160, -128, -96, -64, -32, 0, 32].map((turn) => (
            <path
              key={turn}
              d="M0 0c14-14 34-18 50-12-6 4-9 7-11 12-12-2-26-2-39 0z"
              transform={`rotate(${turn + 8})`}
            />
          ))}
          <circle r="13" />
        </g>
      ))}
      <path d="M0 352c130-18 270-22 400-20 130-2 270 2 400 20v250H0z" fill="url(#field-ground)" />
      <g fill="none" stroke="#8cc08c" strokeOpacity="0.55" strokeLinecap="round">
        {[-900, -560, -330, -160, -50, 50, 160, 330, 560, 900].map((foot) => (
          <path
            key={foot}
            d={`M${400 + foot * 0.12} 334C${400 + foot * 0.3} 400 ${400 + foot * 0.7} 500 ${400 + foot} 610`}
            strokeWidth={5}
          />
        ))}
      </g>
    </svg>
  )
}
