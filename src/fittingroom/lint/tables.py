"""What the common libraries' names mean. A name counts wherever it was imported from."""

from fittingroom.lint.each import each

LEARNS = each(
    "StandardScaler MinMaxScaler MaxAbsScaler RobustScaler QuantileTransformer PowerTransformer PCA "
    "IncrementalPCA KernelPCA SparsePCA TruncatedSVD FastICA NMF FactorAnalysis SimpleImputer "
    "KNNImputer IterativeImputer Imputer CountVectorizer TfidfVectorizer TfidfTransformer "
    "KBinsDiscretizer VarianceThreshold ColumnTransformer Tokenizer TextVectorization Normalization"
)
"""Transformers that learn from the rows they are fitted on."""

LEARNS_LABELS = each(
    "SelectKBest SelectPercentile SelectFromModel RFE RFECV SequentialFeatureSelector SelectFdr "
    "SelectFpr SelectFwe GenericUnivariateSelect TargetEncoder LeaveOneOutEncoder CatBoostEncoder "
    "WOEEncoder JamesSteinEncoder MEstimateEncoder NeighborhoodComponentsAnalysis BorutaPy"
)
"""Transformers that learn from the labels as well: fitted on everything, they hand over the answers."""

HARMLESS = each(
    "LabelEncoder LabelBinarizer MultiLabelBinarizer OneHotEncoder OrdinalEncoder Normalizer "
    "Binarizer FunctionTransformer PolynomialFeatures HashingVectorizer Compose ImageDataGenerator "
    "TSNE UMAP TimeSeriesScalerMeanVariance TimeSeriesScalerMinMax TimeSeriesResampler BinaryEncoder "
    "HashingEncoder SplineTransformer AutoTokenizer BertTokenizer"
)
"""Transformers that learn nothing from rows, or nothing that a score would show."""

GROWS = each(
    "SMOTE ADASYN BorderlineSMOTE SMOTEENN SMOTETomek RandomOverSampler SMOTENC SMOTEN SVMSMOTE "
    "KMeansSMOTE ROSE"
)
"""Over-samplers: their output holds copies or mixtures of rows."""

SHRINKS = each("RandomUnderSampler NearMiss TomekLinks EditedNearestNeighbours ClusterCentroids")

SPLITTERS = each(
    "KFold StratifiedKFold RepeatedKFold RepeatedStratifiedKFold ShuffleSplit StratifiedShuffleSplit "
    "MultilabelStratifiedKFold MultilabelStratifiedShuffleSplit IterativeStratification"
)
ORDERED_SPLITTERS = each("TimeSeriesSplit PredefinedSplit LeaveOneOut LeavePOut")
GROUP_SPLITTERS = each(
    "GroupKFold GroupShuffleSplit LeaveOneGroupOut StratifiedGroupKFold LeavePGroupsOut "
    "PurgedGroupTimeSeriesSplit"
)
SHUFFLES_ALWAYS = each(
    "ShuffleSplit StratifiedShuffleSplit GroupShuffleSplit RepeatedKFold RepeatedStratifiedKFold "
    "MultilabelStratifiedShuffleSplit"
)

SEARCHES = each(
    "GridSearchCV RandomizedSearchCV HalvingGridSearchCV HalvingRandomSearchCV BayesSearchCV "
    "OptunaSearchCV TuneSearchCV"
)

CLUSTERS = each(
    "KMeans MiniBatchKMeans DBSCAN GaussianMixture IsolationForest OneClassSVM LocalOutlierFactor "
    "NearestNeighbors AgglomerativeClustering SpectralClustering Birch MeanShift OPTICS HDBSCAN "
    "BayesianGaussianMixture KernelDensity Word2Vec LatentDirichletAllocation"
)
"""Estimators without a right answer: their score on the rows they saw is not an accuracy."""

DECIDES = {
    "EarlyStopping": "val_loss",
    "ReduceLROnPlateau": "val_loss",
    "ModelCheckpoint": "val_loss",
    "EarlyStoppingCallback": "eval_loss",
    "early_stopping": "valid",
    "SaveModelCallback": "valid_loss",
    "BestModelCallback": "val",
}
"""Callbacks that act on a watched number -> what they watch unless told otherwise."""

METRICS = each(
    "confusion_matrix classification_report roc_curve precision_recall_curve auc r2_score f1 accuracy "
    "ConfusionMatrixDisplay from_predictions from_estimator plot_confusion_matrix cohen_kappa_score "
    "matthews_corrcoef precision_recall_fscore_support mean_absolute_percentage_error hamming_loss "
    "mean_squared_error mean_absolute_error root_mean_squared_error log_loss zero_one_loss "
    "brier_score_loss hinge_loss mean_pinball_loss mean_poisson_deviance"
)

SEPARATE = each(
    "MNIST FashionMNIST KMNIST QMNIST CIFAR10 CIFAR100 SVHN STL10 ImageNet Food101 OxfordIIITPet "
    "Flowers102 GTSRB PCAM Caltech101 CelebA VOCDetection IMDB AG_NEWS Planetoid"
)
"""Data set classes of which one source has published parts (train=True, split="test")."""

KEEPS_ROWS = each(
    "array asarray ascontiguousarray reshape astype expand_dims squeeze ravel flatten transpose float "
    "double long int type to cpu cuda numpy tensor from_numpy as_tensor Tensor FloatTensor LongTensor "
    "DataFrame Series values copy clone detach to_numpy toarray todense to_categorical get_dummies "
    "one_hot normalize batch prefetch cache map with_options repeat unsqueeze permute view stack "
    "squeeze list tuple tolist set_index reset_index rename replace fillna drop dropna assign apply "
    "applymap to_frame convert_to_tensor from_tensor_slices TensorDataset DataLoader DMatrix Pool "
    "flow from_generator resize moveaxis rollaxis swapaxes clip where nan_to_num to_crs sort_index "
    "iloc loc factorize cut as_numpy_iterator pin_memory as_dataset set_format remove_columns "
    "rename_column with_format cast iter next reversed csr_matrix zip enumerate tqdm trange islice "
    "cycle variable Variable requires_grad_ contiguous unbatch"
)

STATISTICS = each("mean std var min max median quantile percentile nanmean nanstd mode average amax amin ptp")

OPAQUE = each(
    "len range int round abs isinstance print str repr shape ndim size format type hasattr getattr "
    "describe info head tail hist plot scatter imshow figure show savefig subplots title xlabel "
    "ylabel legend bar boxplot pairplot heatmap summary nunique value_counts Counter unique_labels "
    "makedirs exists join open write writerow dump save savez to_csv to_pickle time sleep Input Dense "
    "Conv2D Sequential Model compile Adam SGD log"
)
"""Calls whose answer holds no rows (a count, a picture, a file)."""

SAVES = ("save", "dump", "checkpoint", "state_dict", "deepcopy", "copy")
