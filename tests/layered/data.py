"""What numpy, scipy, pandas and scikit-learn ask of the kernel: BLAS and its threads, memory maps, files, parallel trees."""

import numpy as np
import pandas as pd
import scipy.linalg
from sklearn.ensemble import RandomForestClassifier

chance = np.random.default_rng(1)
square = chance.normal(size=(200, 200))
assert np.allclose(square @ scipy.linalg.inv(square), np.eye(200))

points = chance.normal(size=(300, 4))
sides = (points[:, 0] > 0).astype(int)
assert RandomForestClassifier(20, n_jobs=2, random_state=0).fit(points, sides).score(points, sides) > 0.99

pd.DataFrame(points).to_csv("points.csv", index=False)
assert pd.read_csv("points.csv").groupby(sides).mean().shape == (2, 4)

mapped = np.memmap("map.bin", dtype="f8", mode="w+", shape=(100,))
mapped[:] = 1
mapped.flush()
assert np.fromfile("map.bin").sum() == 100
