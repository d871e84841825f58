from keras.callbacks import ModelCheckpoint
from sklearn.model_selection import train_test_split

train_df, test_df = train_test_split(df, random_state=0)
train_gen = gen.flow_from_dataframe(dataframe=train_df, x_col="f")
test_gen = gen.flow_from_dataframe(dataframe=test_df, x_col="f")
model.fit(
    train_gen,
    validation_data=test_gen,  # expect: FR101
    callbacks=[ModelCheckpoint("m", save_best_only=True)],
)
